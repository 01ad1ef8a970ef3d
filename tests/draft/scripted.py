"""A model that follows a script, over HTTP without a network. It makes the mistakes that models make.

`INVENTED` names the numbers that no text says, by text: none of them may come out with a sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Mapping

import httpx

from pzdsl.llm import Client, Settings
from pzdsl.llm.transport import Transport

# a section's replies in the order in which it is asked; the last one is repeated
Script = Mapping[str, list[str]]

OTITIS: Script = {
    "outline": [  # prose and a fence around it; an invented number in a text; a quote instead of a number
        "Sure! Here is the outline you asked for:\n\n```pz\n"
        "outline {\n"
        '  definition: "Acute inflammation of the middle ear with an effusion." @otitis [s2]\n'
        '  epidemiology: ["60 percent of children have had an episode by three years",\n'
        '    "80 percent of the episodes fall between 6 and 21 months"]\n'
        "    @otitis [By three years, 60 percent of children have had an episode]\n"
        '  complications: "a perforation follows in 7 percent" @otitis [s3]\n'
        '  diagnosis: "moderate to severe bulging of the eardrum, or new discharge" @otitis [s3]\n'
        "}\n"
        'also called "AOM"\n```\n\nLet me know if you need anything else!'
    ],
    "people": [  # a wrong keyword, a source that does not exist, an invented share
        "dimension biological {\n"
        '  attribut allergy "Penicillin allergy" : boolean\n    prior 5.4 % @otitis [s9]\n    kind allergy\n'
        '  attribute tubes "Ear tubes" : boolean\n    prior 12.5 % @smith2022 [Table 3]\n}\n'
        "dimension behavioural {\n"
        '  attribute smoke "Somebody smokes at home" : boolean\n    prior 11.5 % @otitis [s8]\n}\n'
        "cohort { require age >= 6 months and age < 36 months because @otitis [s6] }",
        "dimension biological {\n"
        '  attribute allergy "Penicillin allergy" : boolean\n    prior 5.4 % @otitis [s9]\n    kind allergy\n'
        "    code SNOMED#91936005\n"
        '  attribute tubes "Ear tubes" : boolean\n    prior 12.5 % @smith2022 [Table 3]\n}\n'
        "dimension behavioural {\n"
        '  attribute smoke "Somebody smokes at home" : boolean\n    prior 11.5 % @otitis [s8]\n}\n'
        "cohort { require age >= 6 months and age < 36 months because @otitis [s6] }",
    ],
    "course": [  # shares that do not sum to 100, an invented onset with a false citation, a wrong sentence
        "course {\n"
        '  phase inflamed "Inflamed" lasts uniform(low = 1 day, high = 3 days) @otitis [s16]\n'
        "  presents in { inflamed: 100 % }\n}\n"
        "symptoms {\n"
        '  symptom ear_tugging "Ear tugging"\n    prior 50 % @otitis [s11]\n'
        "    severity { mild: 50 %, moderate: 40 %, severe: 20 % } @otitis [s11]\n"
        "    onset uniform(low = 1 day, high = 5 days) @otitis [s11]\n"
        '  symptom cough "Cough"\n    prior 78 % @otitis [s12]\n'
        '  symptom restless_sleep "Restless sleep"\n    prior 42 % @otitis [s14]\n'
        '  symptom fever "Fever"\n    prior 54 % @otitis [s12]\n}',
        "course {\n"
        '  phase inflamed "Inflamed" lasts uniform(low = 48 hours, high = 3 days) @otitis [s16]\n'
        "  presents in { inflamed: 100 % }\n}\n"
        "symptoms {\n"
        '  symptom ear_tugging "Ear tugging"\n    prior 50 % @otitis [s11]\n'
        "    severity { mild: 50 %, moderate: 40 %, severe: rest } @otitis [s11]\n"
        "    onset uniform(low = 1 day, high = 5 days) @otitis [s11]\n"
        '  symptom cough "Cough"\n    prior 78 % @otitis [s13]\n'
        '    onset uniform(low = 1 day, high = 7 days) assumed "no figure in the text"\n'
        '  symptom restless_sleep "Restless sleep"\n    prior 42 % @otitis [s14]\n'
        '  symptom fever "Fever"\n    prior 54 % @otitis [s12]\n}',
    ],
    "exams": [  # no unit, a function that does not exist, never mended
        "exams {\n"
        '  exam temperature "Temperature" : number 35 to 42\n'
        "    prior given fever { true => gaussian(mean = 38.6, sd = 0.5) @otitis [s15]  false => normal(36.8) }\n"
        "    precision 0.1\n"
        '  exam redness "Marked redness of the eardrum" : boolean\n    prior 20 % @otitis [s18]\n'
        "    reference false @otitis [s18]\n"
        '  exam effusion "Purulent effusion" : boolean\n    prior 89 % @otitis [s20]\n}'
    ],
    "rules": [  # a name that nobody declared
        "constraint has_signs {\n  require bulging or redness\n"
        '  message "needs a bulging or red eardrum"\n  because @otitis [s3]\n}\n'
        "constraint has_symptoms {\n  require ear_tugging or cough or fever or restless_sleep\n"
        '  message "needs a symptom"\n  because @otitis [s15]\n}'
    ],
}

PNEUMONIA: Script = {
    "outline": [  # it obeys what stands in the text
        'pz 1\nuse ../../etc/passwd\nlibrary us.adult {\nstatus reviewed 2026-01-01 by "Dr. A. Nobody"\n'
        'source nejm2031 { title: "A study" year: 2031 }\n'
        "outline {\n"
        '  definition: "Infection of the lung parenchyma acquired outside the hospital." @pneumonia [s2]\n'
        '  epidemiology: "a virus is detected in 23 percent of adults in hospital" @pneumonia [s7]\n'
        '  complications: ["mortality of 99 %"] @nejm2031 [Abstract]\n'
        '  red_flags: ["confusion", "a respiratory rate of 30 or more"] @pneumonia [s4]\n}\n}'
    ],
    "people": [
        "cohort { require age >= 65 years because @pneumonia [s9] }\n"
        "include ../../etc.passwd { root }\n"
        "dimension biological {\n"
        '  attribute vaccinated "Vaccinated" : boolean\n'
        "    prior 16.8 % @pneumonia [Of 3,087 patients, 518 (16.8 %) had been vaccinated]\n"
        '  attribute impaired "Earlier impairment" : boolean\n    prior 31 % @pneumonia [s10]\n}'
    ],
    "course": [  # declarations without their block; then text that is none at all
        'symptom cough "Cough"\n  prior 88.5 % @pneumonia [s9]\n  lay "cough"\n'
        'symptom dyspnea "Shortness of breath"\n  prior 81.2 % @pneumonia [s9]\n'
        'symptom fever "Fever"\n  prior 65.9 % @pneumonia [s9]\n'
        'symptom confusion "Confusion"\n'
        "  prior given impaired { false => 14.7 % @pneumonia [s10]  true => 49.2 % @pneumonia [s10] }\n"
        '  onset uniform(low = 5 days, high = 5 weeks) @pneumonia [s13]\n  lay "muddled"\n'
    ],
    "exams": [
        "I'm sorry, but exams { are hard to say. A typical exam might have a prior normal distribution.",
        "exams {\n"
        "  exam respiratory_rate \"Respiratory rate\" : number '/min' 8 to 60\n"
        "    prior normal(mean = 24, sd = 6) @pneumonia [s4]\n    precision 1\n"
        "    reference < 30 @pneumonia [s4]\n"
        "  exam systolic \"Systolic pressure\" : number 'mm[Hg]' 50 to 260\n"
        '    prior normal(mean = 130, sd = 22) assumed "no figure in the text"\n    precision 1\n'
        "    critical < 90 @pneumonia [s4]\n}",
        "exams {\n"
        "  exam respiratory_rate \"Respiratory rate\" : number '/min' 8 to 60\n"
        "    prior normal(mean = 24, sd = 6) within 8 to 60 @pneumonia [s4]\n    precision 1\n"
        "    reference < 30 @pneumonia [s4]\n"
        "  exam systolic \"Systolic pressure\" : number 'mm[Hg]' 50 to 260\n"
        '    prior normal(mean = 130, sd = 22) assumed "no figure in the text"\n    precision 1\n'
        "    critical < 90 @pneumonia [s4]\n}",
    ],
    "rules": [  # nobody satisfies both
        'constraint all_confused { require confusion  message "m" because @pneumonia [s4] }\n'
        'constraint none_confused { require not confusion  message "m" because @pneumonia [s4] }'
    ],
}

DIABETES: Script = {
    "outline": [
        'outline { definition: "HbA1c of 6.5% or more, or a fasting glucose of 126 mg/dL or more." @diabetes [s2] }'
    ],
    "people": [
        "cohort { require age >= 30 years because @diabetes [s3] }\n"
        "dimension biological {\n"
        '  attribute statin "A drug that lowers lipids" : boolean\n    prior 49.6 % @diabetes [s10]\n'
        "    kind medication\n    dose 20 'mg' \"once daily\"\n"
        "  attribute bmi \"Body mass index\" : number 'kg/m2' 15 to 70\n"
        "    prior gamma(mean = 30.3, sd = 6.7) @diabetes [s9]\n    precision 0.1\n}",
        "cohort { require age >= 30 years because @diabetes [s3] }\n"
        "dimension biological {\n"
        '  attribute statin "A drug that lowers lipids" : boolean\n    prior 49.6 % @diabetes [s10]\n'
        "    kind medication\n    dose 20 'mg' \"once daily\"\n"
        "  attribute bmi \"Body mass index\" : number 'kg/m2' 15 to 70\n"
        "    prior gamma(mean = 30.3, sd = 6.7) within 15 to 70 @diabetes [s9]\n    precision 0.1\n}",
    ],
    "course": [  # numbers in words, halves and fifths; a comma for a point; a table with a gap
        "symptoms {\n"
        '  symptom polyuria "Polyuria"\n    prior 60 % @diabetes [s4]\n'
        '  symptom fatigue "Tiredness"\n    prior 50 % @diabetes [s4]\n'
        '  symptom itching "Itching"\n    prior 20 % @diabetes [s5]\n'
        '  symptom weight_loss "Weight loss"\n    prior given age { < 50 => 38 %  > 60 => 38 % } @diabetes [s5]\n'
        '  symptom blurred "Blurred vision"\n    prior 26,5 % @diabetes [s5]\n}',
        "symptoms {\n"
        '  symptom polyuria "Polyuria"\n    prior 60 % @diabetes [s4]\n'
        "    onset uniform(low = 1 week, high = 12 weeks) @diabetes [s7]\n"
        '  symptom fatigue "Tiredness"\n    prior 50 % @diabetes [s4]\n'
        '  symptom itching "Itching"\n    prior 20 % @diabetes [s5]\n'
        '  symptom weight_loss "Weight loss"\n    prior 38 % @diabetes [s5]\n'
        '  symptom blurred "Blurred vision"\n    prior 26.5 % @diabetes [s5]\n}',
    ],
    "exams": [  # the share of HbA1c taken for a probability, the wrong unit for glucose
        "exams {\n"
        "  exam hba1c \"Haemoglobin A1c\" : number '%' 3 to 20\n"
        "    prior lognormal(median = 7.7, gsd = 1.23) @diabetes [s8]\n    precision 0.1\n"
        "    reference < 6.5 % @diabetes [s2]\n"
        "  exam glucose \"Fasting plasma glucose\" : number 'mmol/L' 1 to 600\n"
        "    prior normal(mean = 126, sd = 30) @diabetes [s2]\n    precision 1\n}",
        "exams {\n"
        "  exam hba1c \"Haemoglobin A1c\" : number '%' 3 to 20\n"
        "    prior lognormal(median = 7.7, gsd = 1.23) @diabetes [s8]\n    precision 0.1\n"
        "    reference < 6.5 @diabetes [s2]\n"
        "  exam glucose \"Fasting plasma glucose\" : number 'mmol/L' 1 to 600\n"
        "    prior normal(mean = 126, sd = 30) @diabetes [s2]\n    precision 1\n"
        "  exam systolic \"Systolic pressure\" : number 'mm[Hg]' 50 to 260\n"
        "    prior normal(mean = 136.4, sd = 15.9) @diabetes [s9]\n    precision 1\n}",
    ],
    "rules": [
        "constraint criteria {\n  require hba1c >= 6.5 '%' or glucose >= 126 'mmol/L'\n"
        '  message "needs the criteria"\n  because @diabetes [s2]\n}'
    ],
}

SCRIPTS: dict[str, Script] = {"otitis": OTITIS, "pneumonia": PNEUMONIA, "diabetes": DIABETES}

# (name, number as listed): what was made up, misplaced, computed, or put into a unit that the text does not have
INVENTED: dict[str, frozenset[tuple[str, str]]] = {
    "otitis": frozenset(
        [
            ("complications", "7 %"), ("tubes", "12.5 %"), ("ear_tugging.severity", "40 %"),
            ("ear_tugging.onset", "1 day"), ("ear_tugging.onset", "5 days"), ("cough.onset", "1 day"),
            ("cough.onset", "7 days"), ("restless_sleep", "42 %"), ("cohort", "36 months"),
        ]
    ),
    "pneumonia": frozenset(
        [
            ("complications", "99 %"), ("impaired", "31 %"), ("fever", "65.9 %"), ("confusion.onset", "5 weeks"),
            ("respiratory_rate", "24 /min"), ("respiratory_rate", "6 /min"), ("systolic", "130 mm[Hg]"),
            ("systolic", "22 mm[Hg]"),
        ]
    ),
    "diabetes": frozenset(
        [
            ("polyuria.onset", "1 week"), ("polyuria.onset", "12 weeks"), ("blurred", "26.5 %"),
            ("hba1c", "1.23 %"), ("glucose", "126 mmol/L"), ("glucose", "30 mmol/L"), ("criteria", "126 mmol/L"),
        ]
    ),
}  # fmt: skip


class ScriptedModel:
    """Answers by section and by how often it was asked; `asked` counts."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self.asked: dict[str, int] = {}
        self.prompts: list[str] = []

    def client(self) -> Client:
        settings = Settings(url="http://127.0.0.1:9/v1", model="scripted", attempts=1)
        return Client(settings, transport=Transport(settings, httpx.MockTransport(self._answer)))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        prompt = body["messages"][1]["content"]
        self.prompts.append("\n\n".join(message["content"] for message in body["messages"]))
        wanted = re.search(r"Now write (.*)\Z", prompt, re.S)
        assert wanted is not None
        section = next(name for name, words in _WORDS.items() if wanted[1].startswith(words))
        turn = self.asked[section] = self.asked.get(section, 0) + 1
        replies = self._script[section]
        text = replies[min(turn, len(replies)) - 1]
        content = {"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]}
        return httpx.Response(200, content=_once(json.dumps(content).encode()))


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data


_WORDS = {
    "outline": "the outline", "people": "who the patients", "course": "how the illness", "exams": "what is examined",
    "rules": "what every patient",
}  # fmt: skip
