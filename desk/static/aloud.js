// Reads what stands beside a button aloud, where the browser has a voice; without one the button stays hidden.
if ("speechSynthesis" in window) {
  for (const button of document.querySelectorAll("[data-aloud]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const words = new SpeechSynthesisUtterance(document.getElementById(button.dataset.aloud).textContent);
      words.lang = button.dataset.voice;
      speechSynthesis.cancel();
      speechSynthesis.speak(words);
    });
  }
}
