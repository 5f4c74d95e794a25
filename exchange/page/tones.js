// The tones of the keys: two sines each, one of the row and one of the column (ITU-T Q.23).
const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];
const KEYS = ["123", "456", "789", "*0#"];
const SECONDS = 0.12;
const LOUDNESS = 0.08; // of each of the two, from 0 to 1

let audio = null;

/** Sound the tone of a key for a moment; a browser without sound stays silent. */
export function tone(key) {
  const row = KEYS.findIndex((keys) => keys.includes(key));
  if (row < 0 || !window.AudioContext) return;
  audio ??= new AudioContext();
  audio.resume();
  const gain = new GainNode(audio, { gain: LOUDNESS });
  gain.connect(audio.destination);
  for (const frequency of [ROWS[row], COLUMNS[KEYS[row].indexOf(key)]]) {
    const sine = new OscillatorNode(audio, { frequency });
    sine.connect(gain);
    sine.start();
    sine.stop(audio.currentTime + SECONDS);
  }
}
