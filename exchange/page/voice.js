// What the line says, read aloud by a voice of the browser in the language of the sentence, where there is one.
const speech = window.speechSynthesis;

function offer() {
  const has = Boolean(speech?.getVoices().length);
  document.getElementById("switch-aloud").disabled = !has;
  document.getElementById("no-voices").hidden = has;
}

function voiceOf(language) {
  const voices = speech.getVoices();
  const [wanted] = language.toLowerCase().split("-");
  return voices.find(({ lang }) => lang.toLowerCase() === language.toLowerCase())
    ?? voices.find(({ lang }) => lang.toLowerCase().split(/[-_]/)[0] === wanted);
}

/** Say a sentence after those that are being said; one for whose language there is no voice is left out. */
export function readAloud(sentence, language) {
  const voice = speech && voiceOf(language);
  if (!voice) return;
  const utterance = new SpeechSynthesisUtterance(sentence);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  speech.speak(utterance);
}

/** Stop in the middle of a word, as a key that is pressed stops the line. */
export function fallSilent() {
  speech?.cancel();
}

speech?.addEventListener?.("voiceschanged", offer); // some browsers learn of their voices only after a while
offer();
