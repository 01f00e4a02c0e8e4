// What a device keeps of evidence notes is shown without a connection only to whoever was signed in last, and goes when
// they sign out. Whoever has notes that are not sent is told on every page.
const READER = "evidence-reader";
const { reader } = document.body.dataset;
if (reader !== undefined && localStorage.getItem(READER) && localStorage.getItem(READER) !== reader) {
  localStorage.removeItem(READER);
}
const waiting = JSON.parse(localStorage.getItem("evidence-waiting") ?? "null");
if (waiting?.count && String(waiting.reader) === reader && location.pathname !== waiting.href) {
  const some = waiting.count === 1 ? "1 evidence note is" : `${waiting.count} evidence notes are`;
  const link = Object.assign(document.createElement("a"), { href: waiting.href, className: "govuk-link" });
  link.textContent = "Open them to send them";
  const told = Object.assign(document.createElement("p"), { className: "govuk-inset-text" });
  told.append(`${some} kept on this device and not sent yet. `, link);
  document.getElementById("main-content")?.prepend(told);
}

// What kept.js keeps of somebody's unsaved text goes when they sign out, and they are asked first.
document.addEventListener("submit", (event) => {
  const person = event.target.dataset?.signOut;
  if (!person) {
    return;
  }
  const names = Object.keys(localStorage).filter((name) => name.startsWith(`hlp-kept:${person}:`));
  if (names.length && !window.confirm("Text on this device has not been saved yet. Sign out and lose it?")) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  for (const name of names) {
    localStorage.removeItem(name);
  }
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.store || !localStorage.getItem("evidence-kept")) {
    return;
  }
  event.preventDefault();
  try {
    const store = await import(form.dataset.store);
    const unsent = await store.waitingOf(Number(reader));
    const some = unsent === 1 ? "1 evidence note is" : `${unsent} evidence notes are`;
    if (unsent && !window.confirm(`${some} kept on this device and not sent yet. Sign out and lose what is not sent?`)) {
      return;
    }
    await store.forget(Number(reader));
  } catch {
    // What cannot be opened cannot be shown either: nobody is kept from signing out.
  }
  localStorage.removeItem(READER);
  localStorage.removeItem("evidence-waiting");
  form.submit();
});

// Starts the design system on the page, and on each fragment that htmx brings later.
const { initAll } = await import(document.getElementById("govuk-frontend").href);

initAll();
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) {
    initAll({ scope: event.detail.elt });
  }
});
