// What a device keeps of evidence notes: by reader and session, so that nobody is shown another person's notes.
// "notes" holds each note with what became of it, "days" what its page needs to open without a connection.
const NAME = "evidence";
const NOTES = "notes";
const DAYS = "days";

let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(NOTES, { keyPath: ["reader", "session", "key"] });
      asked.result.createObjectStore(DAYS, { keyPath: ["reader", "session"] });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opening;
}

// Runs work(store, give) in one transaction; resolves with what was given once it is on the disk.
async function run(name, mode, work) {
  const kept = await open();
  return new Promise((resolve, reject) => {
    const transaction = kept.transaction(name, mode, { durability: "strict" });
    let given;
    work(transaction.objectStore(name), (value) => {
      given = value;
    });
    transaction.oncomplete = () => resolve(given);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

function change(name, id, how) {
  return run(name, "readwrite", (store, give) => {
    const asked = store.get(id);
    asked.onsuccess = () => {
      const next = how(asked.result);
      if (next) {
        store.put(next);
      } else if (asked.result) {
        store.delete(id);
      }
      give(next);
    };
  });
}

const all = (reader, session) => IDBKeyRange.bound([reader, session], [reader, session, []]);

export const ready = open;

export function notesOf(reader, session) {
  return run(NOTES, "readonly", (store, give) => {
    const asked = store.getAll(all(reader, session));
    asked.onsuccess = () => give(asked.result);
  });
}

// how(note or undefined) gives the note as it shall be, or nothing to take it away. One after another, in all tabs.
export function changeNote(reader, session, key, how) {
  return change(NOTES, [reader, session, key], how);
}

export function dayOf(reader, session) {
  return run(DAYS, "readonly", (store, give) => {
    const asked = store.get([reader, session]);
    asked.onsuccess = () => give(asked.result);
  });
}

export function changeDay(reader, session, how) {
  return change(DAYS, [reader, session], how);
}

// How many notes of a reader wait to be sent, of all sessions.
export function waitingOf(reader) {
  return run(NOTES, "readonly", (store, give) => {
    const asked = store.getAll(IDBKeyRange.bound([reader], [reader, []]));
    asked.onsuccess = () => give(asked.result.filter((note) => note.state !== "sent" && note.state !== "removed").length);
  });
}

// Takes away what is kept for a reader: of one session, or of all.
export async function forget(reader, session) {
  const range = session === undefined ? IDBKeyRange.bound([reader], [reader, []]) : all(reader, session);
  await run(NOTES, "readwrite", (store) => store.delete(range));
  const days = session === undefined ? range : IDBKeyRange.only([reader, session]);
  await run(DAYS, "readwrite", (store) => store.delete(days));
}
