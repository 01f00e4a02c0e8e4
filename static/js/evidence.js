// Evidence notes: each is kept on the device first and then sent, again and again until the server has told that it has
// it. Sending twice does no harm: a note has a key of its own. Without this script the plain form saves at once.
const store = await import(document.getElementById("evidence-store").href);
const { show } = await import(document.getElementById("evidence-list").href);

const READER = "evidence-reader"; // whose notes this device shows without a connection; see app.js
const AT_ONCE = 20;
const OUTLIVES = 20_000; // characters that a browser sends on when their page is left: 64 KiB at most
const LONGEST_WAIT = 20_000; // milliseconds for an answer
const TWICE = 1000; // milliseconds in which a button pressed twice was meant once
const AGAIN = [3, 5, 10, 20, 40, 60]; // seconds until the next attempt

const page = document.getElementById("evidence");
const form = document.getElementById("note-form");
const writing = document.getElementById("writing");
const line = document.getElementById("waiting");
const place = document.getElementById("notes");
const session = Number(location.pathname.split("/").at(-2));
const here = location.pathname;
const tabs = new BroadcastChannel("evidence");

let day; // what the device knows of this reader's day
let connection = "fine"; // fine, sending, down, failed, signed-out, other, gone, refused
let attempts = 0;
let timer;
let drafting;
let editing = null; // the note in the form: key and turn
let kept = 0; // when the last note was kept
let busy = null; // the exchange that is going on
let wanted = false; // another one after it

const keyOf = () => {
  if (crypto.randomUUID) {
    return crypto.randomUUID();
  }
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
};
const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
const settled = (note) => note.state === "sent" || note.state === "removed";
const notes = () => store.notesOf(day.reader, session);
const change = async (key, how) => {
  await store.changeNote(day.reader, session, key, how);
  tabs.postMessage(session);
};

// --- What the server knows -------------------------------------------------------------------

async function learn({ notes: theirs, ...facts }) {
  day = await store.changeDay(facts.reader, session, (known) => ({ device: keyOf(), ...known, ...facts }));
  const there = new Set(theirs.map((note) => note.key));
  for (const note of theirs) {
    await store.changeNote(day.reader, session, note.key, (mine) => (mine && !settled(mine) ? mine : received(note, mine)));
  }
  for (const note of await notes()) {
    if (settled(note) && !there.has(note.key)) {
      await store.changeNote(day.reader, session, note.key, (mine) => (mine && !settled(mine) ? mine : undefined));
    } else if (note.state === "closed" && !day.closed) {
      await store.changeNote(day.reader, session, note.key, (mine) => mine && { ...mine, state: "waiting", problem: "" });
    }
  }
  tabs.postMessage(session);
}

function received({ revision, turns, removed, ...note }, mine) {
  const turn = Math.max(mine?.turn ?? 0, turns[day.device] ?? 0);
  return { ...note, reader: day.reader, session, base: revision, turn, state: removed ? "removed" : "sent" };
}

// --- Sending ----------------------------------------------------------------------------------

// Whoever asks in the middle of an exchange gets another after it: the one going on may fail, or have begun too early.
function send() {
  if (busy) {
    wanted = true;
    return busy;
  }
  clearTimeout(timer);
  busy = alone(exchange).finally(() => {
    busy = null;
    if (wanted) {
      wanted = false;
      send();
    }
  });
  return busy;
}

// One tab at a time, where the browser can tell; two at once would only send the same notes twice.
function alone(work) {
  return navigator.locks ? navigator.locks.request(`evidence-${session}`, work) : work();
}

async function exchange() {
  const waiting = (await notes()).filter((note) => note.state === "waiting").slice(0, AT_ONCE);
  if (waiting.length) {
    connection = "sending";
    await tell();
  }
  const answer = await ask(waiting);
  if (!answer) {
    return later();
  }
  attempts = 0;
  connection = "fine";
  await take(answer, waiting);
  if ((await notes()).some((note) => note.state === "waiting")) {
    timer = setTimeout(send, 200);
  }
  return tell();
}

// The server's answer; nothing when there is none of use, and then `connection` says why.
async function ask(waiting, again = true) {
  const body = JSON.stringify({ reader: day.reader, device: day.device, notes: waiting });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") ?? "" };
  try {
    const signal = AbortSignal.timeout(LONGEST_WAIT);
    const keepalive = body.length < OUTLIVES; // also when the page is left in the middle
    const answer = await fetch(`${here}send/`, { method: "POST", redirect: "manual", headers, body, signal, keepalive });
    if (answer.status === 403 && again) {
      await fetch(here, { headers: { Accept: "text/html" } }); // brings a new key for forms
      return await ask(waiting, false);
    }
    if (answer.ok) {
      return await answer.json();
    }
    const known = { 403: "refused", 404: "gone", 409: "other" };
    connection = answer.type === "opaqueredirect" ? "signed-out" : (known[answer.status] ?? "failed");
  } catch {
    connection = "down";
  }
  return null;
}

function later() {
  const seconds = AGAIN[Math.min(attempts, AGAIN.length - 1)];
  attempts += 1;
  if (connection === "down" || connection === "failed") {
    timer = setTimeout(send, seconds * 1000);
  }
  if (connection === "other") {
    writing.hidden = true;
    place.replaceChildren();
    place.closest("section").hidden = true;
  }
  return tell();
}

async function take({ results, facts }, sent) {
  for (const result of results) {
    const { turn } = sent.find((note) => note.key === result.key);
    await store.changeNote(day.reader, session, result.key, (mine) => outcome(mine, turn, result));
  }
  await learn(facts);
  await render();
}

function outcome(mine, turn, result) {
  if (!mine || result.state === "deleted") {
    return undefined;
  }
  if (result.state === "removed") {
    return { ...mine, text: "", state: "removed", problem: "" };
  }
  if (result.state === "saved") {
    return { ...mine, base: result.revision, state: mine.turn === turn ? "sent" : "waiting", problem: "" };
  }
  return mine.turn === turn ? { ...mine, state: result.state, theirs: result.theirs, problem: result.problem ?? "" } : mine;
}

// --- Saying how it stands ----------------------------------------------------------------------

const count = (number, one = "note") => (number === 1 ? `1 ${one}` : `${number} ${one}s`);

function signIn() {
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = `${page.dataset.signIn}?next=${encodeURIComponent(here)}`;
  link.textContent = `Sign in again as ${day.name}`;
  return link;
}

function words(waiting) {
  const some = count(waiting);
  const kept = waiting === 1 ? "1 note is kept on this device" : `${some} are kept on this device`;
  const none = "All your notes are sent.";
  return {
    fine: [waiting ? `${kept} and will be sent.` : none],
    sending: [`Sending ${some} …`],
    down: [waiting ? `No connection. ${kept} and will be sent when it is back.` : "No connection. You can go on writing: your notes are kept on this device."],
    failed: [`The server does not answer properly. ${waiting ? `${kept} and will be sent.` : "We will try again."}`],
    "signed-out": [`You are signed out. ${waiting ? `${kept}. ` : ""}`, signIn(), " to send what you write."],
    other: [`Somebody else is signed in on this device now. The notes of ${day.name} stay kept here, unread, until ${day.name} signs in again.`],
    gone: [`You are no longer on the review team of this session. ${waiting ? `${kept}: copy what is still needed.` : ""}`],
    refused: [`The server refused the notes. ${waiting ? kept : "Nothing is lost"}. Open this page again; if that does not help, ring the office.`],
  }[connection];
}

async function tell() {
  const all = await notes();
  const number = (state) => all.filter((note) => note.state === state && !note.deleted).length;
  const deletions = all.filter((note) => note.deleted).length;
  const parts = day.closed && connection === "fine" && !number("waiting") ? [day.closed] : words(number("waiting"));
  if (deletions) {
    parts.push(` ${count(deletions, "deletion")} to be sent.`);
  }
  if (number("conflict")) {
    parts.push(` ${count(number("conflict"))} to choose the words of.`);
  }
  if (number("refused")) {
    parts.push(` ${count(number("refused"))} to correct.`);
  }
  if (number("closed")) {
    parts.push(` ${count(number("closed"))} came too late and stand on this device alone.`);
  }
  const next = document.createElement("p");
  next.append(...parts);
  line.dataset.state = number("waiting") && connection === "fine" ? "waiting" : connection;
  const { reader } = day;
  localStorage.setItem("evidence-waiting", JSON.stringify({ reader, href: here, count: number("waiting") + deletions }));
  if (next.textContent !== line.textContent) {
    line.replaceChildren(...next.childNodes);
  }
}

async function render() {
  const sure = place.querySelector(".app-note__sure:not([hidden])")?.closest(".app-note").dataset.key;
  show(place, await notes(), day, !day.closed && connection !== "gone");
  const asked = sure && place.querySelector(`[data-key="${sure}"] .app-note__sure`);
  if (asked) {
    asked.hidden = false;
  }
}

// --- Writing -------------------------------------------------------------------------------------

const field = (name) => form.elements.namedItem(name);

function typed() {
  const slot = field("slot").selectedOptions[0];
  return {
    text: field("text").value.trim(),
    area: field("area").value,
    theme: field("theme").value,
    slot: slot?.value ?? "",
    slotWords: slot?.value ? (slot.dataset.words ?? slot.textContent) : "",
  };
}

function complain(message) {
  const group = field("text").closest(".govuk-form-group");
  group.querySelector(".govuk-error-message")?.remove();
  group.classList.toggle("govuk-form-group--error", Boolean(message));
  field("text").classList.toggle("govuk-textarea--error", Boolean(message));
  field("text").toggleAttribute("aria-invalid", Boolean(message));
  if (message) {
    const problem = document.createElement("p");
    problem.className = "govuk-error-message";
    problem.id = "note-problem";
    problem.setAttribute("role", "alert");
    problem.textContent = message;
    field("text").before(problem);
    field("text").focus();
  }
}

function written(mine, content) {
  if (!mine) {
    return { ...content, key: keyOf(), writtenAt: new Date().toISOString(), base: 0, turn: 1, state: "waiting" };
  }
  const next = { ...mine, ...content, turn: mine.turn + 1, problem: "" };
  if (mine.turn !== editing.turn) {
    return { ...next, state: "conflict", theirs: { ...mine, revision: mine.base } };
  }
  return { ...next, state: "waiting", theirs: undefined };
}

async function keep(kind) {
  const content = { ...typed(), kind };
  if (!content.text && Date.now() - kept < TWICE) {
    return undefined;
  }
  if (!content.text) {
    return complain("Enter what you saw, heard or read");
  }
  complain("");
  field("text").value = "";
  kept = Date.now();
  try {
    const note = { reader: day.reader, session };
    const fresh = { ...note, ...written(undefined, content) };
    await change(editing?.key ?? fresh.key, (mine) => (mine && editing ? written(mine, content) : fresh));
  } catch {
    field("text").value = content.text;
    return complain("This device cannot keep the note. Copy it, then free some space or use another device");
  }
  stop();
  await store.changeDay(day.reader, session, (known) => known && { ...known, draft: undefined });
  await tell(); // that it waits, before it is seen
  await render();
  field("text").focus();
  return send();
}

function fill(content) {
  for (const name of ["text", "area", "theme"]) {
    field(name).value = content[name] ?? "";
  }
  const slots = field("slot");
  const known = [...slots.options].find((one) => one.value === content.slot && one.value) ??
    [...slots.options].find((one) => one.dataset.words === content.slotWords);
  if (known || !content.slotWords) {
    slots.value = known?.value ?? "";
  } else {
    slots.add(option("kept", content.slotWords, content.slotWords));
    slots.value = "kept";
  }
}

function option(value, label, full) {
  const made = new Option(label, value);
  made.dataset.words = full;
  return made;
}

async function begin(key) {
  const note = (await notes()).find((one) => one.key === key);
  if (note) {
    editing = { key, turn: note.turn };
    fill(note);
    mark();
    field("text").focus();
    writing.scrollIntoView({ block: "start" });
  }
}

function mark() {
  document.getElementById("new-note").textContent = editing ? "Change your note" : "New note";
  form.classList.toggle("app-note-form--change", Boolean(editing));
}

function stop() {
  editing = null;
  complain("");
  mark();
}

function remember() {
  clearTimeout(drafting);
  drafting = setTimeout(() => {
    const draft = { ...typed(), editing };
    store.changeDay(day.reader, session, (known) => known && { ...known, draft });
  }, 300);
}

const ACTS = {
  edit: (key) => begin(key),
  ask: (key, row) => {
    row.querySelector(".app-note__sure").hidden = false;
    row.querySelector("[data-act=delete]").focus();
  },
  keep: (key, row) => {
    row.querySelector(".app-note__sure").hidden = true;
    row.querySelector("[data-act=ask]").focus();
  },
  delete: async (key) => {
    const gone = (mine) => (mine.state === "closed" ? undefined : { ...mine, deleted: true, turn: mine.turn + 1, state: "waiting" });
    await change(key, (mine) => mine && gone(mine));
    await after();
  },
  mine: (key) => choose(key, (mine) => mine),
  theirs: (key) => choose(key, (mine) => mine.theirs),
  both: async (key) => {
    const note = (await notes()).find((one) => one.key === key);
    const { text, area, theme, slot, slotWords, kind } = note;
    const copy = written(undefined, { text, area, theme, slot, slotWords, kind });
    await change(copy.key, () => ({ reader: day.reader, session, ...copy, writtenAt: note.writtenAt }));
    await choose(key, (mine) => mine.theirs);
  },
};

async function choose(key, which) {
  await change(key, (mine) => {
    const { text, area, theme, slot, slotWords, kind } = which(mine);
    const content = { text, area, theme, slot, slotWords, kind, problem: "", theirs: undefined };
    return { ...mine, ...content, base: mine.theirs.revision, turn: mine.turn + 1, state: "waiting" };
  });
  await after();
}

async function after() {
  await render();
  const heading = document.getElementById("own-notes");
  heading.tabIndex = -1;
  heading.focus();
  await send();
}

// --- Starting --------------------------------------------------------------------------------------

function choices() {
  const lists = { slot: day.slots.map((one) => [one.key, one.label, one.words]) };
  lists.area = day.areas.map((one) => [one.id, one.name, one.name]);
  lists.theme = day.themes.map((one) => [one.id, one.name, one.name]);
  for (const [name, rows] of Object.entries(lists)) {
    const box = field(name);
    const chosen = box.value; // perhaps before this script ran
    box.replaceChildren(box.options[0], ...rows.map((row) => option(...row)));
    box.value = rows.some(([value]) => String(value) === chosen) ? chosen : "";
  }
}

function now() {
  const moment = new Date();
  const two = (number) => String(number).padStart(2, "0");
  const today = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  const time = `${two(moment.getHours())}:${two(moment.getMinutes())}`;
  return today === day.date ? day.slots.find((one) => one.starts <= time && time < one.ends) : undefined;
}

function listen() {
  place.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    const row = button?.closest("[data-key]");
    if (row) {
      ACTS[button.dataset.act](row.dataset.key, row);
    }
  });
  tabs.addEventListener("message", async (event) => {
    if (event.data === session && connection !== "other") {
      await render();
      await tell();
    }
  });
  window.addEventListener("online", send);
  window.addEventListener("focus", send);
  window.addEventListener("offline", () => {
    connection = "down";
    tell();
  });
  if (!form) {
    return;
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=kind]");
    if (button) {
      event.preventDefault();
      keep(button.value);
    }
  });
  form.addEventListener("input", remember);
  const cancel = Object.assign(document.createElement("button"), { type: "button", textContent: "Leave it as it was" });
  cancel.className = "app-link-button app-note-form__cancel";
  cancel.addEventListener("click", () => {
    stop();
    field("text").value = "";
    remember();
  });
  form.append(cancel);
}

// From now on the page opens without a connection, where the browser can do that.
async function prepare() {
  const workers = navigator.serviceWorker;
  try {
    await workers.register(page.dataset.worker, { updateViaCache: "none" });
    await workers.ready;
    if (!workers.controller) {
      await new Promise((resolve) => workers.addEventListener("controllerchange", resolve, { once: true }));
    }
    document.documentElement.dataset.offline = "ready";
  } catch {
    document.documentElement.dataset.offline = "no";
  }
}

function nobody() {
  line.textContent = "There is no connection, and this device shows no notes: open this page once with a connection, signed in. Notes that wait here stay kept for whoever wrote them.";
}

async function start() {
  await store.ready();
  const facts = document.getElementById("evidence-facts");
  if (facts) {
    await learn(JSON.parse(facts.textContent));
    localStorage.setItem(READER, day.reader);
    localStorage.setItem("evidence-kept", "1"); // signing out has something to take away
    prepare();
    if (day.closed && (await notes()).every(settled)) {
      return store.forget(day.reader, session);
    }
  } else {
    const reader = Number(localStorage.getItem(READER));
    day = reader ? await store.dayOf(reader, session) : undefined;
    if (!day) {
      return nobody();
    }
    document.getElementById("whose").textContent = `${day.host}, ${day.day}`;
    document.getElementById("reading").hidden = false;
    writing.hidden = Boolean(day.closed);
    connection = "down";
  }
  if (form) {
    choices();
    const { draft } = day;
    if (draft?.text && !field("text").value) {
      fill(draft);
      editing = draft.editing;
      mark();
    } else if (!field("text").value) {
      field("slot").value ||= now()?.key ?? "";
    }
  }
  listen();
  await render();
  document.documentElement.dataset.evidence = "ready";
  return send();
}

start().catch((problem) => {
  line.textContent = "This browser keeps nothing on the device: your notes are sent when you press a button.";
  throw problem;
});
