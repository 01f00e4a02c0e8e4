// Who else is writing: asks every few seconds while the page is in sight, and shows the answer only when it changed.
// [data-around] holds the address. Without scripts the page says it once, when it is opened.
const box = document.querySelector("[data-around]");
const EVERY = 15_000; // milliseconds; the server counts people as gone after three turns
let shown = box.innerHTML.trim();

function address() {
  const asked = new URL(box.dataset.around, location.href);
  const form = document.querySelector("form[data-autosave]");
  for (const name of ["revision", "page"]) {
    const field = form?.elements.namedItem(name);
    if (field) {
      asked.searchParams.set(name, field.value);
    }
  }
  return asked;
}

async function look() {
  if (document.hidden || !navigator.onLine) {
    return;
  }
  try {
    const answer = await fetch(address(), { redirect: "manual", headers: { "HX-Request": "true" } });
    if (!answer.ok) {
      return; // signed out or a server that rests: autosave says so
    }
    const text = (await answer.text()).trim();
    if (text !== shown) {
      shown = text;
      box.innerHTML = text;
    }
  } catch {
    // no connection: autosave says so
  }
}

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
window.addEventListener("online", look);
window.addEventListener("focus", look);
