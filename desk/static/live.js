// The figures of this moment, every five seconds; the plots, every five minutes. The page is whole without.
const live = document.getElementById("live");
const stale = document.getElementById("stale");
let tag = "";

async function figures() {
  try {
    const answer = await fetch(live.dataset.figures, { headers: tag ? { "If-None-Match": tag } : {}, redirect: "error" });
    stale.hidden = answer.ok || answer.status === 304;
    if (!answer.ok) return;
    tag = answer.headers.get("ETag");
    for (const [name, told] of Object.entries(await answer.json())) {
      const place = document.getElementById(`live-${name}`);
      if (place) place.textContent = told;
    }
  } catch {
    stale.hidden = false;
  }
}

async function plots() {
  const answer = await fetch(location.pathname, { redirect: "error" }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("plots");
  document.getElementById("plots")?.replaceChildren(...fresh.childNodes);
}

setInterval(figures, 5000);
if (document.getElementById("plots")) setInterval(plots, 300_000);
// A screen on a wall: nobody touches it, and it stays signed in until the day is over.
if (live.dataset.reload) setTimeout(() => location.reload(), 1000 * live.dataset.reload);
