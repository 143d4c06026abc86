// Listens to what page and server say to each other, so that a journey can wait for the answer to what it did: Streamlit's
// own mark of a running script still says "not running" between a click and the moment when the server hears of it.
(() => {
  const NEW_SESSION = 4, SCRIPT_FINISHED = 6, EARLY_FOR_RERUN = 2;  // fields of ForwardMsg, and how a script ends
  const RERUN_SCRIPT = 11, IS_AUTO_RERUN = 6;  // fields of BackMsg, and of the ClientState in it
  let owed = "";  // of the run that was asked for last: its begin, its end, or the frames that show it
  window.isAnswered = () => !owed;

  function* fields(bytes) {  // of a message in the wire format of protobuf: each number with its value or its bytes
    let at = 0;
    const number = () => {
      for (let value = 0, place = 1; ; place *= 128) {
        const byte = bytes[at++];
        value += (byte & 127) * place;
        if (byte < 128) return value;
      }
    };
    while (at < bytes.length) {
      const tag = number(), value = number();
      yield [tag >> 3, tag & 2 ? bytes.subarray(at, at + value) : value];
      if (tag & 2) at += value;
    }
  }
  const sent = ([number, state]) => {
    const byItself = number === RERUN_SCRIPT && [...fields(state)].some(([field]) => field === IS_AUTO_RERUN);
    if (number === RERUN_SCRIPT && !byItself) owed = "begin";
  };
  const shown = () => { if (owed === "frames") owed = ""; };
  const received = ([number, value]) => {
    if (owed === "begin" && number === NEW_SESSION) owed = "end";
    if (owed !== "end" || number !== SCRIPT_FINISHED || value === EARLY_FOR_RERUN) return;
    owed = "frames";
    requestAnimationFrame(() => requestAnimationFrame(shown));
  };
  window.WebSocket = class extends WebSocket {
    constructor(...to) {
      super(...to);
      this.addEventListener("message", ({data}) => [...fields(new Uint8Array(data))].forEach(received));
    }
    send(data) {
      [...fields(data)].forEach(sent);
      super.send(data);
    }
  };
})();
