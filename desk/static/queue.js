// Whether anything has changed, every two seconds; then the middle of the page anew. The page is whole without.
const now = document.getElementById("now");
const stale = document.getElementById("stale");
let tag = "";

async function renew() {
  const answer = await fetch(location.pathname, { redirect: "error" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("now");
  const focused = document.activeElement?.id;
  now.replaceChildren(...fresh.childNodes);
  if (focused) document.getElementById(focused)?.focus();
}

async function look() {
  try {
    const answer = await fetch(now.dataset.now, { headers: tag ? { "If-None-Match": tag } : {}, redirect: "error" });
    stale.hidden = answer.ok || answer.status === 304;
    if (!answer.ok) return;
    if (tag) await renew();
    tag = answer.headers.get("ETag");
  } catch {
    stale.hidden = false;
  }
}

look();
setInterval(look, 2000);
