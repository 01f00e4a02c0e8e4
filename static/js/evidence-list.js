// Shows the notes that a device keeps, by slot of the programme.
const KINDS = { strength: "Strength", better: "Even better if", question: "Question" };
const STATES = {
  waiting: "waiting to be sent",
  sent: "",
  conflict: "to be chosen",
  refused: "not taken",
  closed: "came too late",
  removed: "",
};

const text = (words) => document.createTextNode(words);
const at = (moment) => new Date(moment).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
const named = (list, id) => list.find((one) => String(one.id) === String(id))?.name;
const first = (words) => words.split(/\s+/).slice(0, 6).join(" ");

function tagsOf(note, day) {
  return [named(day.areas, note.area), named(day.themes, note.theme), at(note.writtenAt)].filter(Boolean).join(", ");
}

function item(note, day, open) {
  const row = document.getElementById("note-template").content.firstElementChild.cloneNode(true);
  const part = (name) => row.querySelector(`.app-note__${name}`);
  row.dataset.key = note.key;
  row.dataset.state = note.state;
  part("kind").textContent = note.state === "removed" ? "Removed" : KINDS[note.kind];
  part("kind").classList.add(`app-note__kind--${note.kind}`);
  part("tags").textContent = tagsOf(note, day);
  part("state").textContent = STATES[note.state];
  part("text").textContent = note.state === "removed" ? "The lead reviewer removed this note." : note.text;
  for (const button of row.querySelectorAll(".app-note__act span")) {
    button.textContent = ` the note: ${first(note.text)}`;
  }
  const problem = part("problem");
  problem.hidden = !note.problem;
  problem.textContent = note.problem ?? "";
  if (note.state === "conflict") {
    part("choice").hidden = false;
    part("text").hidden = true;
    part("acts").hidden = true;
    part("mine").textContent = `${KINDS[note.kind]}: ${note.text}`;
    part("theirs").textContent = `${KINDS[note.theirs.kind]}: ${note.theirs.text}`;
  }
  if (note.state === "removed" || (!open && note.state !== "closed")) {
    part("acts").hidden = true;
  }
  row.querySelector("[data-act=edit]").hidden = !open;
  return row;
}

// Puts the notes into the place, under the slot each belongs to; open is whether they may be changed.
export function show(place, notes, day, open) {
  const groups = new Map();
  const order = (note) => note.slotWords || "~";
  const shown = notes.filter((note) => !note.deleted);
  for (const note of shown.sort((a, b) => order(a).localeCompare(order(b)) || a.writtenAt.localeCompare(b.writtenAt))) {
    const title = note.slotWords || "Not at a set time";
    groups.set(title, [...(groups.get(title) ?? []), note]);
  }
  const rows = [...groups].flatMap(([title, members]) => {
    const heading = document.createElement("h3");
    heading.className = "govuk-heading-s app-notes__slot";
    heading.append(text(title));
    const list = document.createElement("ul");
    list.className = "app-notes";
    list.append(...members.map((note) => item(note, day, open)));
    return [heading, list];
  });
  if (!rows.length) {
    const none = document.createElement("p");
    none.className = "govuk-body";
    none.textContent = "No notes yet. What you save stands here, by slot of the programme.";
    rows.push(none);
  }
  place.replaceChildren(...rows);
}
