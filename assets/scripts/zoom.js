if (!window.tenOpinionsZoom) {
  window.tenOpinionsZoom = true;
  const MOST = 12, STEP = 1.25, PICTURES = ".st-key-photo img, .st-key-heat img";
  const source = () => document.querySelector(".zoom-open");
  let box = null, view = {scale: 1, x: 0, y: 0}, fingers = new Map(), before = null, opener = null;
  const make = (name, parent, text, kind) => {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    if (text) made.textContent = text;
    parent.append(made);
    return made;
  };
  const draw = () => {
    if (view.scale <= 1) view = {scale: 1, x: 0, y: 0};
    box.stage.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
  };
  const zoom = (factor, clientX, clientY) => {
    const area = box.dialog.getBoundingClientRect();
    const x = (clientX ?? area.left + area.width / 2) - area.left - area.width / 2;
    const y = (clientY ?? area.top + area.height / 2) - area.top - area.height / 2;
    const scale = Math.min(MOST, Math.max(1, view.scale * factor)), grown = scale / view.scale;
    view = {scale, x: x - (x - view.x) * grown, y: y - (y - view.y) * grown};
    draw();
  };
  const move = (x, y) => { view.x += x; view.y += y; draw(); };
  const showMap = on => {
    box.dialog.classList.toggle("with-map", on && !box.framed);
    box.map.setAttribute("aria-pressed", on);
  };
  const showFrame = on => {
    box.framed = on && !!box.whole;
    box.dialog.classList.toggle("with-frame", box.framed);
    if (box.frame) box.frame.setAttribute("aria-pressed", box.framed);
    showMap(false);
  };
  const open = from => {
    const words = source(), find = selector => document.querySelector(selector);
    const photo = find(".st-key-photo img"), heat = find(".st-key-heat img");
    if (!words || !photo || box) return;
    opener = from;
    view = {scale: 1, x: 0, y: 0};
    const dialog = make("dialog", document.body, "", "zoom"), stage = make("div", dialog, "", "zoom-stage");
    dialog.setAttribute("aria-label", words.dataset.title);
    make("img", stage, "", "zoom-photo").src = photo.src;
    stage.firstChild.alt = photo.alt;
    if (heat) Object.assign(make("img", stage, "", "zoom-map"), {src: heat.src, alt: heat.alt});
    box = {dialog, stage, framed: false};
    if (words.dataset.picture) {
      box.whole = make("div", stage, "", "zoom-frame");
      make("img", box.whole, "").src = words.dataset.picture;
      box.whole.firstChild.alt = photo.alt;
      const [left, top, width, height] = words.dataset.square.split(",");
      const square = {left: left + "%", top: top + "%", width: width + "%", height: height + "%"};
      Object.assign(make("i", box.whole).style, square);
    }
    const bar = make("div", dialog, "", "zoom-bar");
    box.map = make("button", bar, words.dataset.map);
    box.map.hidden = !heat;
    box.map.addEventListener("click", () => showMap(!dialog.classList.contains("with-map")));
    if (box.whole) {
      box.frame = make("button", bar, words.dataset.frame);
      box.frame.addEventListener("click", () => showFrame(!box.framed));
    }
    make("span", bar, words.dataset.keys, "zoom-keys");
    const close = make("button", bar, words.dataset.close);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      box = null;
      fingers.clear();
      opener?.focus?.();
    });
    dialog.addEventListener("wheel", event => {
      event.preventDefault();
      zoom(STEP ** (event.deltaY < 0 ? 1 : -1), event.clientX, event.clientY);
    }, {passive: false});
    stage.addEventListener("pointerdown", event => {
      fingers.set(event.pointerId, event);
      stage.setPointerCapture(event.pointerId);
    });
    const up = event => { fingers.delete(event.pointerId); before = null; };
    dialog.addEventListener("pointerup", up);
    dialog.addEventListener("pointercancel", up);
    dialog.addEventListener("pointermove", event => {
      const last = fingers.get(event.pointerId);
      if (!last) return;
      fingers.set(event.pointerId, event);
      const [a, b] = [...fingers.values()];
      if (!b) return move(event.clientX - last.clientX, event.clientY - last.clientY);
      const apart = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
      if (before) zoom(apart / before, (a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2);
      before = apart;
    });
    showFrame(false);
    dialog.showModal();
    close.focus();
  };
  const keys = {
    "+": () => zoom(STEP), "=": () => zoom(STEP), "-": () => zoom(1 / STEP), 0: () => zoom(0),
    ArrowLeft: () => move(60, 0), ArrowRight: () => move(-60, 0), ArrowUp: () => move(0, 60), ArrowDown: () => move(0, -60),
    f: () => showFrame(!box.framed),
  };
  document.addEventListener("keydown", event => {
    const typing = event.target.closest("input, textarea, [contenteditable]");
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey || event.metaKey || event.altKey || typing) return;
    if (!box) {
      if (key === "z" && source()) open(source());
      return;
    }
    if (key === "m" && !event.repeat) showMap(true);
    else if (keys[key]) keys[key]();
    else return;
    event.preventDefault();
  }, true);
  document.addEventListener("keyup", event => { if (box && event.key.toLowerCase() === "m") showMap(false); }, true);
  document.addEventListener("click", event => {
    const button = event.target.closest(".zoom-open");
    if (button || (!box && event.target.matches(PICTURES))) open(button || source());
  });
}
