// Keeps on this device what was typed into form[data-kept] and is not saved yet: for a connection that breaks, a laptop
// that is closed, a sign-in that runs out. It is encrypted with a key that the server gives to this person alone, put
// back when they open the same form again, and removed once saved, at sign-out (app.js) and after two weeks.
//
// <meta name="kept" content="person:key">, <meta name="saved" content="page:turn page:turn"> (what the server has), and
// on the form data-kept="a name of what is written". The fields page and turn tell the savings of one page apart.
const form = document.querySelector("form[data-kept]");
const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
const [person, secret] = meta("kept").split(":");
const PREFIX = "hlp-kept";
const TWO_WEEKS = 14 * 24 * 3600 * 1000; // milliseconds
const NOT_OURS = new Set(["csrfmiddlewaretoken", "revision", "page", "turn"]);

const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const letters = (data) => btoa(Array.from(new Uint8Array(data), (byte) => String.fromCharCode(byte)).join(""));

async function keyOf() {
  // Browsers encrypt on secure pages alone; elsewhere nothing is kept.
  return secret && crypto.subtle
    ? crypto.subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"])
    : null;
}

async function locked(key, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(value)));
  return `${letters(iv)} ${letters(data)}`;
}

async function unlocked(key, text) {
  try {
    const [iv, data] = text.split(" ").map(bytes);
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data)));
  } catch {
    return null; // of another key or cut off: nobody can read it any more
  }
}

// --- What is kept: one entry for each page (token) on which something was typed ---------------------------------

const nameOf = (what, page) => `${PREFIX}:${person}:${what}:${page}`;

function names() {
  const found = Array.from({ length: localStorage.length }, (_, place) => localStorage.key(place));
  return found.filter((name) => name.startsWith(`${PREFIX}:${person}:`));
}

async function entries(key) {
  const found = [];
  for (const name of names()) {
    const entry = await unlocked(key, localStorage.getItem(name) ?? "");
    if (!entry || entry.at < Date.now() - TWO_WEEKS || isSaved(entry)) {
      localStorage.removeItem(name);
    } else {
      found.push({ ...entry, name });
    }
  }
  return found.sort((a, b) => b.at - a.at);
}

// The server names the page and turn of each last saving. What was typed after a turn is in the next one.
function isSaved(entry) {
  return meta("saved")
    .split(" ")
    .map((mark) => mark.split(":"))
    .some(([page, turn]) => page === entry.page && Number(turn) > entry.turn);
}

// --- The form --------------------------------------------------------------------------------------------------

const field = (name) => form.elements.namedItem(name);
const values = () => [...new FormData(form)].filter(([name, value]) => !NOT_OURS.has(name) && typeof value === "string");
// FormData ends lines otherwise than the boxes do.
const plain = (rows) => rows.map(([name, value]) => [name, value.replace(/\r\n/g, "\n")]);
const same = (one, other) => JSON.stringify(plain(one)) === JSON.stringify(plain(other));

let count = 0; // how often something was typed
let sent = 0; // what of it the newest saving holds
let answered = 0; // what of it the server has answered for
let writing = Promise.resolve();

function keep(key) {
  const mine = count;
  const entry = {
    what: form.dataset.kept,
    page: field("page").value,
    turn: Number(field("turn").value || 0),
    revision: field("revision").value,
    values: values(),
    count,
    at: Date.now(),
  };
  writing = writing.then(async () => {
    if (mine < count && mine !== 0) {
      return; // typed on meanwhile: the next turn keeps it
    }
    const text = await locked(key, entry);
    if (answered < entry.count) {
      store(nameOf(entry.what, entry.page), text);
    }
  });
}

function store(name, text) {
  try {
    localStorage.setItem(name, text);
    form.dataset.keptNow = "yes";
  } catch {
    form.dataset.keptNow = ""; // full or forbidden: the text is still on the page
  }
}

function forget() {
  localStorage.removeItem(nameOf(form.dataset.kept, field("page").value));
  form.dataset.keptNow = "";
}

function putBack(entry) {
  const wanted = Number(entry.values.find(([name]) => name === "count")?.[1] ?? 0);
  if (field("count") && wanted > Number(field("count").value)) {
    location.replace(`?rows=${wanted}`); // more rows than the page has
    return;
  }
  for (const box of form.querySelectorAll("input[type=radio], input[type=checkbox]")) {
    box.checked = entry.values.some(([name, value]) => name === box.name && value === box.value);
  }
  for (const [name, value] of entry.values) {
    const box = field(name);
    if (box && !(box instanceof RadioNodeList) && !["radio", "checkbox"].includes(box.type)) {
      box.value = value;
    }
  }
  for (const name of ["revision", "page", "turn"]) {
    field(name).value = entry[name];
  }
  say(entry.at);
  for (const box of form.querySelectorAll("textarea")) {
    box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true })); // counts its words anew
  }
  form.dispatchEvent(new Event("input", { bubbles: true })); // and is saved as if typed
}

function say(at) {
  const note = document.querySelector("[data-kept-note]");
  if (note) {
    const time = new Intl.DateTimeFormat("en-GB", { weekday: "long", hour: "2-digit", minute: "2-digit" }).format(at);
    note.textContent = `What you typed here on ${time} had not been saved. It was kept on this device and is back in the boxes.`;
    note.hidden = false;
  }
}

// htmx begins to listen when the page is ready.
async function ready() {
  if (document.readyState !== "complete") {
    await new Promise((resolve) => {
      window.addEventListener("load", resolve, { once: true });
    });
  }
}

const key = await keyOf();
if (key) {
  const found = await entries(key);
  if (form) {
    form.addEventListener("input", () => {
      count += 1;
      keep(key);
    });
    form.addEventListener("htmx:configRequest", () => {
      sent = count;
    });
    form.addEventListener("saved", () => {
      answered = sent;
      if (answered >= count) {
        writing = writing.then(forget);
      }
    });
    const mine = found.find((entry) => entry.what === form.dataset.kept);
    if (mine && same(mine.values, values())) {
      localStorage.removeItem(mine.name);
    } else if (mine) {
      await ready();
      putBack(mine);
    }
    form.dataset.keptReady = "yes";
  }
}
