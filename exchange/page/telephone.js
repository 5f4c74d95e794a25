// What the page does by itself: it sends its forms without being loaded anew, keeps up with the calls, turns keys of
// the keyboard into keys of the telephone, and keeps the focus. Without it everything works, one page after another.
import { readAloud, fallSilent } from "./voice.js";
import { tone } from "./tones.js";

const POLL_MS = 700;
const SWITCHES = ["tones", "keyboard", "aloud"];
const shown = new Map(); // id of a part → its markup as the server gave it last; what is on the page may differ
let waiting = Promise.resolve(); // forms go out one after the other, so that quick keys keep their order
let sent = 0; // forms sent and answered: a poll that was under way meanwhile is out of date

const isOn = (name) => document.getElementById(`switch-${name}`).checked;
const parts = (root) => root.querySelectorAll("[data-fresh]");

function remember() {
  for (const part of parts(document)) shown.set(part.id, part.innerHTML);
}

/** Bring the page up to date with a document of the server; `isAnswer` is false for what nobody asked for. */
function take(html, isAnswer) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const focused = document.activeElement;
  const phone = focused?.closest(".phone");
  for (const part of parts(fresh)) replace(document.getElementById(part.id), part);
  for (const log of fresh.querySelectorAll("[data-log]")) extend(document.getElementById(log.id), log);
  for (const notice of isAnswer ? fresh.querySelectorAll("[data-answer]") : []) {
    const old = document.getElementById(notice.id);
    old.innerHTML = notice.innerHTML;
    old.querySelector(".alert")?.scrollIntoView({ block: "nearest" });
  }
  if (!focused?.isConnected) (document.getElementById(focused.id) ?? phone ?? document.body).focus();
}

function replace(old, fresh) {
  old.className = fresh.className;
  if (shown.get(old.id) === fresh.innerHTML) return;
  shown.set(old.id, fresh.innerHTML);
  const isOpen = old.querySelector("details")?.open;
  old.innerHTML = fresh.innerHTML;
  if (isOpen) old.querySelector("details")?.setAttribute("open", "");
}

/** Append what is new of a call or of the texts, so that a screen reader says that only. */
function extend(old, fresh) {
  const isSame = old.dataset.log === fresh.dataset.log;
  const [list, items] = [old.querySelector("ol"), [...fresh.querySelectorAll("li")]];
  if (!isSame || items.length < list.children.length) list.replaceChildren();
  old.dataset.log = fresh.dataset.log;
  const already = list.children.length;
  items.slice(0, already).forEach((item, at) => {
    if (list.children[at].innerHTML !== item.innerHTML) list.children[at].innerHTML = item.innerHTML;
  });
  list.append(...items.slice(already));
  if (isOn("aloud")) items.slice(already).filter((item) => item.matches(".heard, .voice")).forEach(sayItem);
}

function sayItem(item) {
  const words = item.querySelector("p");
  readAloud(words.textContent, words.lang || document.documentElement.lang);
}

function trouble(text) {
  const lost = document.getElementById("lost");
  if (lost.textContent !== text) lost.textContent = text;
  lost.hidden = !text;
}

async function ask(url, options) {
  try {
    const answer = await fetch(url, options);
    trouble("");
    return await answer.text();
  } catch {
    trouble("The exchange does not answer. This page goes on as soon as it does.");
    return null;
  }
}

function send(form, button) {
  const isKey = button?.matches(".key");
  if (form.dataset.isSent && !isKey) return; // a double click calls once
  if (!isKey) form.dataset.isSent = "yes";
  const [body, url] = [new URLSearchParams(new FormData(form, button)), form.action];
  waiting = waiting.then(async () => {
    sent += 1;
    const html = await ask(url, { method: "POST", body });
    sent += 1;
    if (html !== null) take(html, true);
    delete form.dataset.isSent;
  });
}

async function poll() {
  const before = sent;
  const html = document.hidden ? null : await ask(location.href);
  if (html !== null && before === sent) take(html, false);
  setTimeout(poll, POLL_MS);
}

/** Press a key of the keypad: of a call, or of a number that is still being dialled. */
function press(button) {
  fallSilent();
  if (isOn("tones")) tone(button.value);
  button.classList.add("down");
  setTimeout(() => button.classList.remove("down"), 150);
  if (button.type === "button") dial(button);
}

function dial(button) {
  const field = button.form.elements.to;
  field.value = (field.dataset.typed ?? "") + button.value;
  field.dataset.typed = field.value;
}

document.addEventListener("submit", (event) => {
  event.preventDefault();
  const [form, button] = [event.target, event.submitter];
  if (!button?.matches(".key")) fallSilent();
  send(form, button);
  for (const field of form.querySelectorAll("[name=words], [name=body], input[name=keys]")) field.value = "";
});

document.addEventListener("click", (event) => {
  const key = event.target.closest(".key");
  if (key) press(key);
});

document.addEventListener("input", ({ target }) => {
  if (target.matches(".dialled")) target.dataset.typed = target.value;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") fallSilent();
  if (!isOn("keyboard") || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  const phone = event.target.closest(".phone") ?? document.querySelector(".phone:has(.status.talking)");
  const key = [...(phone?.querySelectorAll(".key") ?? [])].find(({ value }) => value === event.key);
  if (!key) return;
  event.preventDefault();
  key.click();
});

for (const name of SWITCHES) {
  const box = document.getElementById(`switch-${name}`);
  box.checked = (localStorage.getItem(name) ?? String(box.checked)) === "true";
  box.addEventListener("change", () => {
    localStorage.setItem(name, box.checked);
    if (name === "aloud") fallSilent();
  });
}

remember();
document.documentElement.classList.add("scripted");
poll();
