// Keys of `data-key`: whatever carries them is clicked, a field is entered. Never while somebody types in a field.
const FIELD = "select, textarea, [contenteditable], input:not([type=button], [type=submit], [type=checkbox], [type=radio])";
const dialog = document.getElementById("shortcuts");
let typed = "";
let forgetting = 0;

const carriers = () => [...document.querySelectorAll("[data-key]")].filter((each) => each.checkVisibility());
const label = (each) => (each.ariaLabel || each.labels?.[0]?.textContent || each.textContent).trim();

function show() {
  dialog.querySelector("dl").replaceChildren(
    ...carriers().flatMap((each) => {
      const [term, said] = [document.createElement("dt"), document.createElement("dd")];
      for (const key of each.dataset.key) term.append(Object.assign(document.createElement("kbd"), { textContent: key }), " ");
      said.textContent = label(each);
      return [term, said];
    }),
  );
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.key.length !== 1) return;
  if (dialog.open || event.target.closest(FIELD)) return;
  const found = carriers();
  typed = found.some((each) => each.dataset.key.startsWith(typed + event.key)) ? typed + event.key : event.key;
  clearTimeout(forgetting);
  forgetting = setTimeout(() => (typed = ""), 1000);
  const carrier = found.find((each) => each.dataset.key === typed);
  if (!carrier) return;
  event.preventDefault();
  typed = "";
  if (carrier.dataset.key === "?") show();
  else if (carrier.matches(FIELD)) carrier.focus();
  else carrier.click();
});
