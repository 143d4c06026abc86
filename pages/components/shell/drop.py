"""Files and folders dropped or pasted anywhere on a page go to its uploader; the browser never opens them."""

from __future__ import annotations

# The uploader's own drop zone is left out: it answers in English and covers only itself. An uploader that is still to
# be drawn is waited for as long as the page is being computed. On a page without one the files are dropped in vain.
# Where tables can be given, they go to their own uploader, and so does whatever is dropped on its place.
DROPS = r"""
<script>
if (!window.tenOpinionsDrops) {
  window.tenOpinionsDrops = true;
  const root = document.documentElement;
  root.toggleAttribute("data-no-camera", !window.isSecureContext);
  const uploader = (within = "") => document.querySelector(`${within} [data-testid="stFileUploaderDropzoneInput"]`);
  const TABLES = ".st-key-own-table", isTable = file => /\.(csv|tsv|txt|xlsx?|ods)$/i.test(file.name);
  const computing = () => document.querySelector('.stApp[data-test-script-state="running"]');
  const TRIES = 100, PAUSE = 30;
  let left = null;  // the uploader of a page that is being left: what it is given would be lost
  const leave = () => { left = uploader(); setTimeout(() => { left = null; }, TRIES * PAUSE); };
  window.addEventListener("popstate", leave);
  document.addEventListener("click", event => {
    if (event.target.closest('[data-testid="stPageLink-NavLink"]')) leave();
  }, true);
  const give = (files, tables = files.length > 0 && files.every(isTable), tries = TRIES) => {
    const own = tables && uploader(TABLES), input = own || uploader();
    const early = !input || input === left || (tables && !own && computing());
    if (early && tries) return setTimeout(() => give(files, tables, tries - !computing()), PAUSE);
    if (!input) return;
    const held = new DataTransfer();
    for (const file of files) held.items.add(file);
    input.files = held.files;
    input.dispatchEvent(new Event("change", {bubbles: true}));
    if (own) document.querySelector(TABLES).scrollIntoView({block: "center"});  // there it says what became of it
  };
  const MOST = 500;  // files of a folder; more are left to a second drop
  const inside = entry => new Promise(found => {
    if (entry.isFile) return entry.file(file => found([file]), () => found([]));
    const reader = entry.createReader(), all = [];
    const more = () => reader.readEntries(async entries => {
      if (!entries.length || all.length >= MOST) return found(all.slice(0, MOST));
      for (const one of entries) all.push(...await inside(one));
      more();
    }, () => found(all));
    more();
  });
  const dropped = async data => {
    const entries = [...data.items].map(item => item.webkitGetAsEntry?.());
    if (!entries.some(entry => entry?.isDirectory)) return [...data.files];
    return (await Promise.all(entries.filter(Boolean).map(inside))).flat().filter(file => !file.name.startsWith("."));
  };
  const light = lit => root.toggleAttribute("data-drag", lit && Boolean(uploader()));
  for (const kind of ["dragenter", "dragover", "drop"]) window.addEventListener(kind, event => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    light(kind !== "drop");
    const tables = event.target.closest?.(TABLES) ? true : undefined;
    if (kind === "drop") dropped(event.dataTransfer).then(files => give(files, tables));
  }, true);
  window.addEventListener("dragleave", event => { if (!event.relatedTarget) light(false); }, true);
  window.addEventListener("paste", event => {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    give(files);
  });
  window.addEventListener("beforeunload", event => {
    if (document.querySelector("[data-own-photos]")) event.preventDefault();
  });
}
</script>
"""
