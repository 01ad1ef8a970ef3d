// Pick, interview, reveal. Texts from the server are always set as text, never as markup.
import { element, show } from "./reveal.js";

const part = (id) => document.getElementById(id);
const parts = ["token-part", "pick-part", "talk-part", "reveal-part"];
let token = sessionStorage.getItem("token") ?? "";
let interview = null; // { id, teller, busy }

async function call(path, options = {}) {
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, {
      method: options.method ?? (options.body === undefined ? "GET" : "POST"),
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
    });
  } catch {
    throw new Error("The server does not answer. Is it still running?");
  }
  let found = {};
  try {
    found = await response.json();
  } catch { /* not ours to read */ }
  if (response.status === 401) {
    open("token-part");
    part("token").focus();
  }
  if (!response.ok) throw new Error(sentence(found.error?.message ?? `the server answers ${response.status}`));
  return found;
}

const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1) + (/[.?!]$/.test(text) ? "" : ".");

function open(...names) {
  for (const name of parts) part(name).hidden = !names.includes(name);
}

async function working(words, work) {
  const status = part("status");
  part("problem").textContent = "";
  status.textContent = words;
  status.classList.add("waiting");
  try {
    return await work();
  } catch (error) {
    part("problem").textContent = error.message;
    return null;
  } finally {
    status.textContent = "";
    status.classList.remove("waiting");
  }
}

function say(who, name, text) {
  const item = element("li", `said ${who}`);
  item.append(element("b", "", name), text);
  part("log").append(item);
  part("log").scrollTop = part("log").scrollHeight;
}

async function begin() {
  const found = await working("Looking who is there", () => call("/api/diseases"));
  if (found === null) return;
  const select = part("disease");
  const options = found.diseases.map((one) => new Option(one.label, one.name));
  if (options.length > 1) options.push(new Option("A surprise: any of them", "?"));
  select.replaceChildren(...options);
  open("pick-part");
  select.focus();
}

part("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  token = part("token").value.trim();
  sessionStorage.setItem("token", token);
  part("token").value = "";
  begin();
});

part("pick-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = { disease: part("disease").value };
  for (const key of ["number", "seed"]) {
    if (part(key).value.trim()) body[key] = Number(part(key).value);
  }
  const found = await working("The patient is coming in", () => call("/api/interviews", { body }));
  if (found === null) return;
  const itself = found.speaks;
  interview = { id: found.id, name: itself ? "Patient" : sentence(found.teller).slice(0, -1), busy: false };
  part("who").textContent = itself
    ? `You see ${a(found.patient)}.`
    : `You see ${a(found.patient)}; the ${found.teller} speaks.`;
  part("log").replaceChildren();
  open("talk-part");
  say("patient", interview.name, found.opening);
  part("question").focus();
});

const a = (noun) => (/^(?:[aeiou]|8|11|18)/i.test(noun) ? `an ${noun}` : `a ${noun}`);

part("ask-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = part("question");
  const question = field.value.trim();
  if (!question || interview === null || interview.busy) return;
  interview.busy = true;
  const mine = interview;
  const button = event.target.querySelector("button");
  button.setAttribute("aria-disabled", "true"); // not `disabled`: it would lose the focus
  say("doctor", "You", question);
  field.value = "";
  const answer = await working("The patient is thinking", () =>
    call(`/api/interviews/${mine.id}/questions`, { body: { question } }));
  mine.busy = false;
  button.removeAttribute("aria-disabled");
  if (mine !== interview) return;
  if (answer !== null) say("patient", mine.name, answer.text);
  else field.value = question;
  field.focus();
});

part("question").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    part("ask-form").requestSubmit();
  }
});

part("reveal").addEventListener("click", async () => {
  if (interview === null) return;
  const found = await working("Opening the file", () => call(`/api/interviews/${interview.id}/reveal`));
  if (found === null) return;
  show(found, interview.name);
  open("talk-part", "reveal-part");
  select(part("tab-record"));
  part("reveal-title").focus();
  part("reveal-part").scrollIntoView();
});

part("again").addEventListener("click", () => {
  if (interview !== null) call(`/api/interviews/${interview.id}`, { method: "DELETE" }).catch(() => {});
  interview = null;
  open("pick-part");
  part("disease").focus();
});

const tabs = [...document.querySelectorAll("[role=tab]")];

function select(tab) {
  for (const one of tabs) {
    const chosen = one === tab;
    one.setAttribute("aria-selected", String(chosen));
    one.tabIndex = chosen ? 0 : -1;
    part(one.getAttribute("aria-controls")).hidden = !chosen;
  }
}

for (const [at, tab] of tabs.entries()) {
  tab.addEventListener("click", () => select(tab));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const to = event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1 : at + (step ?? NaN);
    const next = tabs[(to + tabs.length) % tabs.length];
    if (next === undefined) return;
    event.preventDefault();
    select(next);
    next.focus();
  });
}

begin();
