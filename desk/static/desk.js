// Light or dark, as the system has it: Bootstrap asks for it on the root element.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const shade = () => document.documentElement.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
dark.addEventListener("change", shade);
shade();
// What is wrong is read first: the summary of a form that came back.
document.addEventListener("DOMContentLoaded", () => document.getElementById("wrong")?.focus());
