/* Dropping files: the drop field shows that it will take them, and files or folders dropped anywhere go there. */

/* As many files as the server takes with one request. */
const MOST = 100;
const drop = document.querySelector(".drop");
const input = drop?.querySelector("input[name=files]");
const folder = drop?.querySelector("[data-folder] input");

/* The files of a folder and of those in it; the browser gives them in pieces of a hundred. */
async function filesIn(entry) {
  if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const piece = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!piece.length) return found;
    for (const one of piece) if (!one.name.startsWith(".")) found.push(...(await filesIn(one)));
  }
}

/* Only what the field takes is sent: pictures and programs in a folder are nobody's records. */
function send(files) {
  const endings = input.accept.split(",");
  const taken = new DataTransfer();
  for (const file of files) {
    if (endings.some((ending) => file.name.toLowerCase().endsWith(ending))) taken.items.add(file);
  }
  const told = drop.querySelector("[data-folder-told]");
  told.textContent = "";
  if (!taken.files.length) told.textContent = "No file in this folder can be read. Choose another one.";
  else if (taken.files.length > MOST) told.textContent = `The folder holds ${taken.files.length} files; ${MOST} can be sent at once. Pack it as a .zip.`;
  else {
    input.files = taken.files;
    input.form.requestSubmit();
  }
}

if (input) {
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  drop.querySelector("[data-folder]").hidden = false;
  folder.addEventListener("change", () => {
    if (!folder.files.length) return;
    send([...folder.files].filter((file) => !file.webkitRelativePath.split("/").some((part) => part.startsWith("."))));
  });
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    drop.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("over");
  });
  document.addEventListener("drop", async (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    drop.classList.remove("over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (entries.some((entry) => entry.isDirectory)) {
      send((await Promise.all(entries.map(filesIn))).flat());
      return;
    }
    input.files = event.dataTransfer.files;
    input.form.requestSubmit();
  });
}
