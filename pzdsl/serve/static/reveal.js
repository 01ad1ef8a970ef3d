// What was hidden during the interview, as headings, tables and lists.

export function element(tag, name, ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...children.filter((child) => child !== "" && child !== null && child !== undefined));
  return made;
}

const WORDS = { entailment: "in the record", neutral: "new", contradiction: "refused" };
const LAYERS = {
  typed: "rules on facts", rules: "rules of the specification", knowledge: "what a patient can know",
  leak: "the name of the illness", nli: "inference model", form: "the form", talk: "small talk",
};

export function show(found, teller) {
  const turns = found.replies.length - 1;
  document.getElementById("revealed").replaceChildren(
    element("strong", "", found.disease), `, ${found.model}. ${turns} question${turns === 1 ? "" : "s"} asked; `,
    `manner ${found.persona.style}, health literacy ${found.persona.literacy}.`,
  );
  document.getElementById("panel-record").replaceChildren(record(found));
  document.getElementById("panel-memory").replaceChildren(...memory(found));
  document.getElementById("panel-verdicts").replaceChildren(...found.replies.map((reply) => verdict(reply, teller)));
}

function record({ passages, results, page }) {
  const box = element("div", "record");
  if (!passages.length) {
    box.append(element("pre", "", page));
    return box;
  }
  for (const passage of passages) {
    box.append(element("h3", "", passage.title));
    for (const text of passage.text.split(/\n+/)) box.append(element("p", "", text));
  }
  if (results.length) {
    const rows = results.map(([label, value, flag, reference]) => [label, value, flag, reference.replace(/^reference /, "")]);
    box.append(element("h3", "", "Results"), table(["Examination", "Value", "Flag", "Reference"], rows, "results"));
  }
  return box;
}

function table(heads, rows, name = "") {
  const head = element("tr", "", ...heads.map((text) => {
    const cell = element("th", "", text);
    cell.scope = "col";
    return cell;
  }));
  const body = rows.map((cells) => element("tr", "", ...cells.map((cell) => element("td", "", cell))));
  const made = element("table", name, element("thead", "", head), element("tbody", "", ...body));
  return element("div", "scroll", made);
}

function memory(found) {
  const news = found.news.map((event) => [String(event.turn), event.text, event.source]);
  const facts = found.facts.map((fact) => [fact.first, fact.who.join(", ")]);
  return [
    element("h3", "", `New in the conversation (${news.length})`),
    element("p", "about", "Said by the patient, in neither the record nor the talk before. Protected from then on."),
    news.length ? table(["Turn", "Detail", "Worded by"], news) : element("p", "", "Nothing new came up."),
    element("h3", "", `From the record (${facts.length})`),
    element("p", "about", "Never changes. The patient tells only what a patient, or whoever speaks, can know."),
    table(["Statement", "Known to"], facts),
  ];
}

function verdict(reply, teller) {
  const box = element("div", "reply");
  box.append(
    element("p", "asked", reply.turn === 0 ? "At the opening" : `${reply.turn}. You: ${reply.question}`),
    element("p", "", element("strong", "", `${teller}: `), reply.text),
  );
  if (reply.fell_back) {
    const why = reply.trouble || "no other wording passed";
    box.append(element("p", "about", `The built-in speaker answered: ${why}.`));
  }
  for (const one of reply.rejected) {
    const kept = element("div", "refused", element("p", "about", "Not let pass:"), element("p", "", one.text));
    kept.append(sentences(one.judgement.sentences, one.text));
    box.append(kept);
  }
  box.append(sentences(reply.sentences, reply.text));
  return box;
}

function sentences(list, text) {
  return element("ul", "sentences", ...list.map((one) => {
    const talk = one.layer === "talk";
    const mark = element("span", `mark ${talk ? "plain" : one.verdict}`, talk ? "small talk" : WORDS[one.verdict]);
    const score = one.score === null ? "" : `, score ${one.score.toFixed(2)}`;
    const by = talk ? "" : `${LAYERS[one.layer] ?? one.layer}${score}${one.abstained ? ", in doubt" : ""}`;
    const item = element("li", "", mark, list.length > 1 || one.sentence !== text ? ` ${one.sentence}` : "");
    if (by) item.append(" ", element("span", "about", by));
    if (one.reason) item.append(element("small", "", one.reason));
    else if (one.premise) item.append(element("small", "", `held against: ${one.premise}`));
    return item;
  }));
}
