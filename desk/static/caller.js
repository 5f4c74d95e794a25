// What has changed about the call is shown as it changes; the rest of the page when nobody is writing in it.
const state = document.getElementById("state");
const stale = document.getElementById("stale");
const busy = () => document.activeElement?.matches("input, select, textarea") || document.querySelector("input:user-invalid, input.changed");

document.addEventListener("input", (event) => event.target.classList.add("changed"));

async function look() {
  const answer = await fetch(state.dataset.live, { headers: { "If-None-Match": `"${state.dataset.version}"` }, cache: "no-store", redirect: "error" }).catch(() => null);
  stale.hidden = answer?.ok || answer?.status === 304;
  if (answer?.ok) {
    state.innerHTML = await answer.text();
    state.dataset.version = (answer.headers.get("ETag") ?? "").replaceAll('"', "");
    if (busy()) document.getElementById("changed").hidden = false;
    else location.reload();
  }
  setTimeout(look, 2000);
}

setTimeout(look, 2000);
