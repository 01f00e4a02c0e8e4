// Takes a note into the text with one tap: its words become the last item of the box, and the note is named in the field
// "taken", so that the next saving marks it as used. Without scripts the same button posts the form.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-take]");
  const form = button?.form;
  const box = form?.elements.namedItem(button.dataset.take);
  const taken = form?.elements.namedItem("taken");
  if (!box || !taken) {
    return;
  }
  event.preventDefault();
  const note = button.closest("li");
  const line = `- ${note.querySelector("p").innerText.split(/\s+/).join(" ").trim()}`;
  const text = box.value.trimEnd();
  if (!text.split("\n").includes(line)) {
    const gap = text.split("\n").at(-1).startsWith("- ") ? "\n" : "\n\n";
    box.value = text ? text + gap + line : line;
  }
  taken.value = [...new Set([...taken.value.split(",").filter(Boolean), button.value])].join(",");
  note.classList.add("app-note--used");
  note.querySelector("[role=status]").textContent = "Taken in. It is saved with your text.";
  box.scrollTop = box.scrollHeight;
  box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true })); // counts its words anew
  box.dispatchEvent(new Event("input", { bubbles: true }));
});
