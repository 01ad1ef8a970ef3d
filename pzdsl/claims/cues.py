"""Words that steer a reading: negation, doubt, relatives, persons, severity, side, frequency, hedges."""

from __future__ import annotations

from typing import Any

# role -> value -> phrases; a phrase is matched word by word, hyphens and apostrophe-s apart
CUES: dict[str, dict[Any, str]] = {
    "neg": {
        "list": "denies, denied, deny, denying, negative for, free of, free from, absence of,"
        " no evidence of, no signs of,"
        " no sign of, no history of, no hx of, no h o, no known history of, without any history of, neg for,"
        " no complaints of, no complaint of, no prior history of, no past history of,"
        " never had any history of, clear of, devoid of, no trace of, no hint of, no suggestion of, no mention of,"
        " nothing to suggest, no reports of, no report of, no episodes of, no bouts of, no trouble with,"
        " no problems with, no problem with, no issues with, no personal history of, no documented history of,"
        " no record of, no diagnosis of, not been diagnosed with, never been diagnosed with, never diagnosed with,"
        " never suffered from, never suffered, has yet to have, never experienced, no experience of,"
        " negative history of,"
        " without a history of, without history of, without evidence of, without signs of, without a trace of,"
        " nothing in the way of, none of the, ros negative for, no associated, spared any, spared, innocent of,"
        " no active, no recent, no current, no past, no pmh of, no lifetime history of, disclaims, disavows, rejects,"
        " fails to endorse, does not endorse, doesn't endorse, not endorsing, does not report, doesn't report,"
        " hasn't reported, has not reported, no concerns for, no concern for, no indication of,"
        " not so much as a, not a trace of, not a hint of, never once had, no further",
        "no": "no, without, without any, no known, not any, lacks, nor, neither, zero, no prior,"
        " no obvious, no new,"
        " no frank, no one in, nobody in, with no, has no, have no, had no, there is no, there was no,"
        " not a single, nobody, no one, minus, sans, nil, hardly ever any, not one, w o, never any, no real,"
        " no actual, no appreciable, no noticeable, no detectable, no visible, no significant, no palpable",
        "not": "not, isn't, wasn't, hasn't, haven't, hadn't, doesn't, don't, didn't, aren't, weren't,"
        " never, cannot, can't,"
        " won't, ain't, at no point, never had, has never had, isn’t, wasn’t, hasn’t, haven’t, hadn’t,"
        " doesn’t, don’t,"
        " didn’t, aren’t, weren’t, can’t, non, never been, has never been, nothing like, couldn't, wouldn't, shan't,"
        " never once, never yet, not ever, no way, not at all, has not had, have not had, never known to have",
    },
    "unsure": {
        "": "worse with, worse on, worsens with, worsened by, better with, improves with, aggravated by,"
        " triggered by, brought on by, provoked by, relieved by, eased by, worse when, better when, if,"
        " return if, risk of, at risk, at risk for, risk for, watch for, rule out, ruled out for,"
        " possible, possibly,"
        " suspected, suspicion of, concern for, concerned about, worried about, worried it, evaluate for,"
        " evaluated for,"
        " screen for, screened for, screening for, monitor for, in case, to prevent, prevention of,"
        " should, could be,"
        " might be, may be, may have, might have, could have, whether, asked about, not sure, unclear,"
        " no longer, used to,"
        " until, cannot rule out, goal, goals, target, reference, reference range, normal range,"
        " normal is, cutoff,"
        " threshold, not only, no change in, no worsening, no increase in, as needed for, plan, will,"
        " would, consider,"
        " considering, recommend, recommended, discussed, advised, offered, avoid, instead of, educated,"
        " questioned, versus,"
        " vs, unless, before starting, thought about, thinking of, scheduled for, due for, unlikely,"
        " probably, perhaps,"
        " when asked about, counseled, declined, refuses, refused, hold, held, no doubt, ?, prior to,"
        " apart from, other than,"
        " besides, except, except for, aside from, wonders, afraid of, fear of, fears, not just, not every",
    },
    "stopped": {
        "": "stopped, discontinued, quit taking, came off, off, no longer takes, switched from, no longer on,"
        " no longer taking, no longer uses, taken off, went off, has been off, gave up, stopped taking, quit,"
        " stopped using,"
        " ran out of, d c, dc'd,"
        " weaned off, finished, completed, stopping",
    },
    "after no": {
        "": "free, is absent, are absent, was absent, were absent, absent, ruled out, was ruled out,"
        " were ruled out, is denied,"
        " are denied, was denied, were denied, denied, not present, not heard, not seen, not found,"
        " not noted, : no, : none,"
        " : negative, : absent, : denied, : denies, : never, none, negative, is negative, was negative,"
        " not reported,"
        " not endorsed, not detected, : false, not appreciated, is not present, are not present,"
        " is not reported,"
        " are not reported, is not found, was not found, are not heard, never happened, neg, nil, is nil,"
        " : nil, : neg,"
        " is not a problem, isn't a problem, is not an issue, isn't an issue, not an issue, not a problem, never has,"
        " is out, are not seen, is not seen, not observed, not identified, not elicited, not evident, not apparent,"
        " has not been present, have been absent, has been absent, is nonexistent, nonexistent, not palpable,"
        " never been a problem, has never been a problem, has never been an issue, denies, were not present,"
        " was not present, not felt, : nope, nope, : n, is not something, isn't something",
    },
    "after unsure": {
        "": "resolved, has resolved, went away, gone, subsided, is unlikely, clinic, screening, risk,"
        " education, test, tests,"
        " testing, is possible, possible, cannot be excluded, prophylaxis, prevention, action plan,"
        " specialist, unknown,"
        " has stopped, vaccine, history unknown, was considered, not assessed, not recorded,"
        " not documented, ?, cleared up,"
        " educator, diet, not examined",
    },
    "term": {
        "hard": "but, however, yet, though, although, whereas, ;, ), still, nevertheless, even though, until, then",
        "verb": "has, have, had, reports, report, endorses, complains, complaining, presents, presented,"
        " takes, taking, admits,"
        " notes, is on, states, positive for, reported, she's, developed, does have, comes, came, feels,"
        " endorsed, uses,"
        " is taking, does take, does report, also has, has been, have been, with",
    },
    "person": {
        "patient": "he, she, patient, pt, I, I'm, the patient, He, She, me, my, his, her",
    },
    "family": {
        "father": "father, dad, daddy, paternal, papa, paternal side, father's side, dad's side",
        "mother": "mother, mom, mum, mama, mommy, maternal, maternal side, mother's side, mom's side",
        "parent": "parent, parents",
        "brother": "brother, brothers",
        "sister": "sister, sisters",
        "sibling": "sibling, siblings",
        "grandfather": "grandfather, grandpa, granddad",
        "grandmother": "grandmother, grandma, granny",
        "grandparent": "grandparent, grandparents",
        "aunt": "aunt, auntie",
        "uncle": "uncle",
        "cousin": "cousin, cousins",
        "child": "son, daughter, sons, daughters",
        "family": "family history of, family history, fhx, fh, family hx, relatives, relative, family,"
        " first degree relatives,"
        " first degree relative, runs in the family, ran in the family, in the family, family members,"
        " close relatives,"
        " family member",
        "other": "wife, husband, spouse, partner, roommate, coworker, classmate, neighbor, friend,"
        " boyfriend, girlfriend,"
        " someone, somebody, everyone, classmates, caregiver, household, nephew, niece, grandson,"
        " granddaughter",
    },
    "informs": {
        "": "report, describe, notice, have noticed, say, state, note, give, bring, think, mention, deny,"
        " tell, recall,"
        " hears, heard, sees, saw, watches, watched, observed, observes, finds, believes, swears, feared, fears,"
        " suspects, relates, volunteers, informs, informed, texted, writes, wrote, tracked, logged, recorded,"
        " caught, guesses, figures, felt, gave, giving, has given, has been giving, carried, pointed out, wonders,"
        " says, said, reports, reported, states, stated, brings, brought, describes, described, notes,"
        " noted, noticed, thinks,"
        " thought, tells, told, called, worries, worried, mentions, adds, explains, feels, confirms,"
        " denies, gives, insists,"
        " measured, took, counted, checked, recalls, is worried, is concerned, estimates, puts,"
        " has noticed, has seen,"
        " complains, endorses, claims, admits, answers, remembers, rates",
    },
    "severity": {
        ("mild",): "mild, mildly, slight, slightly, minor, minimal, minimally, nothing major, barely noticeable,"
        " faint, trivial,"
        " barely there, very mild, quite mild, pretty mild, really mild, fairly mild, very slight, very minor,"
        " trifling,"
        " a trace of, hint of, a whisper of, negligible, hardly worth mentioning, hardly noticeable, just a twinge,"
        " twinge, feeble, scant, subtle, a smidge, only just noticeable, hardly bothers, hardly there,"
        " nothing much, no big deal, ever so slight, the slightest, hardly feels it, doesn't bother him,"
        " doesn't bother her, doesn't bother me, barely perceptible, lightly, nuisance level,"
        " barely bothers, hardly any, slightest, mildest, low grade, hardly notices, barely,"
        " not a big deal, only a touch of, touch of, mildly ill",
        (
            "mild",
            "moderate",
        ): "a little, a bit, a bit of, somewhat, some, tolerable, manageable, not too bad, not that bad,"
        " mild to moderate, bearable, kind of, not so bad, annoying, nothing terrible,"
        " nothing he'd complain about, nothing she'd complain"
        " about, not bad",
        ("moderate",): "of moderate severity, middle of the road, in the middle, medium grade, so so, moderate,"
        " moderately, middling, moderate intensity, medium",
        (
            "moderate",
            "severe",
        ): "bad, badly, strong, considerable, considerably, moderate to severe, quite a bit, pretty bad,"
        " significant, significantly, a lot, marked, markedly, bothersome, very, quite, bitterly,"
        " a good deal",
        ("severe",): "through the roof, off the charts, ten out of ten, 10 out of 10, 10 10, doubled over, writhing,"
        " screaming, blinding, crushing, hellish, torture, torturous, unrelenting, like never before, very severe,"
        " worst she has ever had, worst he has ever had, worst i've ever had, as bad as it gets, can't function,"
        " can hardly stand, can barely move, can hardly move, crying with, in tears, severe, severely,"
        " terrible, terribly, awful, awfully, excruciating, crippling, unbearable,"
        " really bad, agony,"
        " agonizing, splitting, unbearably, nasty, ferocious, raging, wicked, killing me, killing him,"
        " killing her, intense, horrible, the worst, worst ever, horribly, extreme, extremely,"
        " debilitating,"
        " intolerable, very bad, violent, violently, incapacitating, dreadful, brutal, so bad,"
        " worst ever, profound, profoundly,"
        " desperately, overwhelming, can't stand it, can't take it, worst of my life, worst of her life,"
        " horrendous,"
        " worst of his life, very severe, exceedingly, unable to function",
    },
    "side": {
        "left": "left hand, left handed, leftward, on her left, on his left, on my left, left, left sided,"
        " on the left, left hand side, lt, L, left side",
        "right": "right handed, rightward, on her right, on his right, on my right, right, right sided,"
        " on the right, right hand side, rt, R, right side",
        "both": "on either side, on each side, both left and right, left and right, right and left, bilat,"
        " equally on both,"
        " symmetrical, symmetrically, symmetric, two sided, each of his, each of her, both, bilateral,"
        " bilaterally, both sides, on both sides, b l, each side, either side,"
        " both of his, both of her",
        "left arm": "lue",
        "right arm": "rue",
        "left leg": "lle",
        "right leg": "rle",
        "both legs": "ble",
        "left lung": "lll, lul",
        "right lung": "rll, rul, rml",
        "both lungs": "bibasilar, bibasal",
        "left ear": "left aom",
        "one": "just one, only one, only the one, just the one, one sided, unilateral, unilaterally, on one side,"
        " one side only, one side",
        "right ear": "AD",
        "both ears": "AU",
    },
    "hush side": {
        "": "right now, right away, right at, right after, right before, all right, right on, right here,"
        " just right, right?,"
        " right when, left the, left for, has left, was left, left over, left out, left work, left home,"
        " right about,"
        " right in, is right, that's right, alright, left ventricular, left ventricle, left atrial,"
        " right heart, left heart,"
        " right ventricular, left in, what's left, left at, are left, right out, right back",
    },
    "frequency": {
        1.0: "once daily, once a day, once per day, one time a day, one time per day, 1 time a day, qd,"
        " q d, every morning,"
        " every evening, every night, nightly, at bedtime, qhs, q hs, each morning, each night,"
        " each evening, each day, daily,"
        " every day, in the morning, in the evening, at night, once every day, q24h, every 24 hours, qam,"
        " qpm, a day, per day,"
        " one a day, hs, once nightly, before bed, single daily, with breakfast, with dinner,"
        " one time daily, once each day",
        2.0: "twice daily, twice a day, two times a day, two times per day, two times daily,"
        " 2 times a day, 2 times daily,"
        " 2 times per day, bid, b i d, q12h, every 12 hours, every twelve hours, q12 h,"
        " morning and evening, morning and night,"
        " twice per day, split in two, in two doses, in two divided doses, twice each day,"
        " in 2 divided doses, q 12 h,"
        " q 12 hours, 2x a day, 2x daily, 2x day, twice every day, every morning and night,"
        " every morning and evening,"
        " both morning and night",
        3.0: "three times daily, three times a day, three times per day, 3 times a day, 3 times daily,"
        " 3 times per day, tid,"
        " t i d, q8h, every 8 hours, every eight hours, 3x a day, 3x daily, q 8 h, thrice daily,"
        " in three divided doses,"
        " three times each day, with each meal, with meals, thrice a day, q8 hours",
        4.0: "four times daily, four times a day, four times per day, 4 times a day, 4 times daily,"
        " 4 times per day, qid,"
        " q i d, q6h, every 6 hours, every six hours, 4x a day, 4x daily, q 6 h, in four divided doses,"
        " q6 hours",
        6.0: "every 4 hours, every four hours, q4h, six times a day, six times daily, 6 times a day, q 4 h, q4 hours",
        8.0: "every 3 hours, q3h, every three hours, eight times a day",
        5.0: "five times a day, five times daily, 5 times a day, 5 times daily",
        12.0: "every 2 hours, q2h, every two hours",
        0.5: "every other day, every second day, qod, on alternate days",
        1 / 7: "weekly, once a week, once weekly, every week, per week, one time a week",
        2 / 7: "twice a week, twice weekly, two times a week",
        0.0: "single dose, as a single dose, one time dose, one dose, single, x1, one time only",
    },
    "hedge": {
        "about": "about, around, roughly, approximately, approx, some, maybe, close to, near, ~,"
        " in the neighborhood of, ca,"
        " something like, or so, more or less, somewhere around, give or take, give or take a bit,"
        " on the order of",
        "almost": "nearly, almost, just under, a hair under, just a hair under, not quite, just short of,"
        " just below, shy of,"
        " a little under, slightly under, a bit under, just shy of, a little less than, going on,"
        " coming up on, pushing",
        "just over": "just over, a little over, slightly over, a bit over, just above, a hair over,"
        " a little more than, a bit more"
        " than, slightly above, a little above, slightly more than",
        "over": "over, more than, above, north of, at least, upwards of, greater than, >, ≥, exceeding,"
        " exceeds, in excess of,"
        " well over, no less than, not less than, or more, older than, better than, longer than, beyond,"
        " past, topped, tops out"
        " above, higher than",
        "under": "under, less than, below, at most, no more than, fewer than, <, ≤, south of,"
        " not more than, or less, younger"
        " than, lower than, well under, well below, not even, shorter than, within",
        "most of": "the better part of, most of, much of, best part of",
    },
    "take": {
        "": "pops, pop, swallow, downs, refills, adherent to, compliant with, regimen, controlled on,"
        " controlled with,"
        " treats with, treated by, depends on, dependent on, carries, puffs, puffs on, faithfully, on board,"
        " religiously, remains on, continues, continues on, stays on, swears by, self treats with, dose of,"
        " daily dose,"
        " has a prescription for, fills, manages it with, kept on, i'm on, he's on, she's on, are on, plus,"
        " is on, is taking, does take, takes, taking, on, uses, using, use, took, take, prescribed,"
        " receives, receiving, given, started on, was started on,"
        " is getting, getting, chews, injects, inject, maintained on, managed with, treated with, put on,"
        " swallows, medications,"
        " meds, current medications, home medications, placed on, medicines, does take, still takes,"
        " still on, currently on, rx,"
        " gets, needs, relies on, has been taking, began, dosed, dosing, tablet, tablets, pill,"
        " current meds, keeps",
    },
    "when": {  # days ago, from and to
        (0.0, 0.3): "an hour ago, moments ago, minutes ago, just now, within the hour, within the last hour",
        (300.0, 430.0): "this time last year",
        (0.0, 400.0): "recent discovery, a recent diagnosis, recent diagnosis, recent development, newly found,"
        " freshly diagnosed, fresh diagnosis, just learned",
        (0.0, 11.5): "these last few days, the last few days, past few days, last couple of days,"
        " past couple of days,"
        " only days, a matter of days",
        (13.0, 45.0): "past few weeks, last few weeks, these last few weeks",
        (45.0, 210.0): "past few months, last few months, these last few months",
        (40.0, 1500.0): "months now, many months, for ages, going back months",
        (700.0, 1e7): "going back years, goes back years, years running, for years on end, for ages and ages,"
        " years and years, for donkey's years, many years now, since forever",
        (2500.0, 1e7): "goes back decades, going back decades, dates back decades, decades now, for decades",
        (0.4, 2.1): "yesterday, since yesterday, last night, since last night, overnight, last evening",
        (
            0.0,
            1.1,
        ): "today, this morning, since this morning, an hour ago, earlier today, this afternoon, tonight, this evening",
        (0.9, 3.1): "the day before yesterday",
        (1.0, 15.0): "last week, since last week",
        (0.0, 8.0): "this week",
        (3.0, 11.5): "past week, the past week, over the last week",
        (16.0, 48.0): "past month, over the last month",
        (190.0, 560.0): "past year, over the last year",
        (3.0, 63.0): "last month, since last month",
        (0.0, 32.0): "this month",
        (0.0, 370.0): "this year",
        (25.0, 760.0): "last year, since last year",
        (1300.0, 1e6): "long standing, longstanding, for decades",
        (650.0, 1e6): "for years, for many years, years ago, for several years, years now",
        (50.0, 1500.0): "for months, for many months, months ago",
        (13.0, 200.0): "for weeks, for several weeks, weeks ago",
        (
            0.0,
            70.0,
        ): "newly diagnosed, new diagnosis of, new onset, brand new, recently diagnosed, just diagnosed, new diagnosis",
    },
    "tolerated": {
        "": "with no trouble, with no problem, with no problems, with no reaction, with no issue, with no issues,"
        " tolerates, tolerated, tolerate, can take, can have, can eat, no problem, no problems, no trouble,"
        " without trouble, without a problem, without problems, without any problem, no reaction, no reactions,"
        " without a reaction, without reaction, without incident, no issue, no issues, without issue, without issues,"
        " without any reaction, without any trouble, without difficulty, fine with, no ill effect, no ill effects,"
        " never reacted, has never reacted, without consequence",
    },
    "birth": {
        "": "since birth, from birth, since he was born, since she was born, all his life, all her life,"
        " all my life, lifelong, since day one, from day one, born with, since infancy, from infancy, congenital,"
        " as long as he can remember, as long as she can remember, as long as i can remember, since he was a baby,"
        " since she was a baby, since i was born, his whole life, her whole life, my whole life, his entire life,"
        " her entire life"
    },
    "opposite": {
        "other": "contralateral, contralateral to, on the opposite side, opposite side, other side from, opposite to",
        "same": "ipsilateral, ipsilateral to, on the same side, same side as",
    },
    "childhood": {"": "childhood, a kid, a child, a boy, a girl, boyhood, girlhood, kid, a little kid, a small child"},
    "no allergies": {
        "any": "nka, no known allergies, no allergies, allergies : none, allergies : no,"
        " not allergic to anything,"
        " not allergic to any, allergies none, denies allergies, denies any allergies,"
        " no allergies to anything",
        "drug": "nkda, no known drug allergies, no drug allergies, no medication allergies,"
        " no known medication allergies,"
        " not allergic to any drugs, not allergic to any medications, not allergic to any medicine,"
        " no known drug allergy,"
        " denies drug allergies, not allergic to any medicines, no allergies to medications,"
        " no allergies to medicines,"
        " no allergies to any medications, denies medication allergies, no drug allergy,"
        " no allergies to any medicine",
    },
    "past number": {
        "": "from, previously, prior, previous, before, last year, last month, last time, last visit,"
        " used to be, had been,"
        " earlier, by, lost, gained, lose, gain, drop of, dropped, decrease of, increase of, rise of,"
        " fall of, baseline,"
        " goal, target, reference, reference range, ref, normal, normal range, range, cutoff, threshold,"
        " limit, aim for,"
        " aiming for, goal of, target of, criteria, upper limit, lower limit, ref range, if, below which,"
        " above which, should,"
        " when, type, stage, class, grade, category, group, page, room, chapter, version, day, number,"
        " no, step, bed",
    },
}

RELATIVES: dict[str, frozenset[str]] = {
    "father": frozenset({"father"}), "mother": frozenset({"mother"}), "parent": frozenset({"father",
        "mother"}),
    "brother": frozenset({"brother"}), "sister": frozenset({"sister"}), "sibling": frozenset({"brother",
        "sister"}),
    "grandfather": frozenset({"grandfather"}), "grandmother": frozenset({"grandmother"}),
    "grandparent": frozenset({"grandfather", "grandmother"}), "aunt": frozenset({"aunt"}),
    "uncle": frozenset({"uncle"}), "cousin": frozenset({"cousin"}), "child": frozenset({"child"}),
}  # fmt: skip
FAMILY = frozenset().union(*RELATIVES.values())


_TIMES = {"once": 1, "one time": 1, "1 time": 1, "twice": 2, "two times": 2, "2 times": 2, "2 x": 2,
    "3 x": 3, "4 x": 4,
          "three times": 3, "3 times": 3, "four times": 4, "4 times": 4, "five times": 5, "5 times": 5,
              "six times": 6,
          "6 times": 6, "thrice": 3}  # fmt: skip
_HOURS = {"2": 12, "two": 12, "3": 8, "three": 8, "4": 6, "four": 6, "6": 4, "six": 4, "8": 3,
    "eight": 3, "12": 2, "twelve": 2,
          "24": 1}  # fmt: skip


def _frequencies() -> list[tuple[str, Any, str]]:
    """Frequencies that go by number: “3 times a day”, “every 8 hrs”, “q 8 hours”."""
    found: list[tuple[str, Any, str]] = []
    for times, per_day in _TIMES.items():
        for day in (
            "a day",
            "per day",
            "daily",
            "each day",
            "every day",
            "day",
            "in a day",
            "every 24 hours",
        ):
            found.append(("frequency", float(per_day), f"{times} {day}"))
        found.append(("frequency", per_day / 7, f"{times} a week"))
    for hours, per_day in _HOURS.items():
        for unit in ("hours", "hrs", "h", "hr", "hour"):
            found += [("frequency", float(per_day), f"{lead} {hours} {unit}") for lead in ("every", "q", "each")]
            found.append(("frequency", float(per_day), f"q{hours} {unit}"))
    for text, per_day in (("morning noon and night", 3), ("morning , noon and night", 3),
        ("with breakfast and dinner", 2),
                          ("with breakfast and supper", 2), ("at breakfast and dinner", 2),
                              ("at breakfast and supper", 2),
                          ("before each meal", 3), ("after each meal", 3), ("with every meal",
                              3)):  # fmt: skip
        found.append(("frequency", float(per_day), text))
    return found


def phrases() -> list[tuple[str, Any, str]]:
    """Every cue as role, value, phrase."""
    return [*_frequencies()] + [
        (role, value, phrase.strip())
        for role, values in CUES.items()
        for value, text in values.items()
        for phrase in text.split(", ")
        if phrase.strip()
    ]
