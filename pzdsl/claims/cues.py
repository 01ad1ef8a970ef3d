"""Words that say whether and of whom: negation, doubt, persons, relatives."""

from __future__ import annotations

from typing import Any

# role -> value -> phrases; a phrase is matched word by word, hyphens and apostrophe-s apart
CUES: dict[str, dict[Any, str]] = {
    "neg": {
        "list": "nothing wrong with, nothing the matter with,"
        " stays away from, steers clear of, keeps away from, abstains from, never touches, doesn't touch,"
        " turned down any suggestion of, turns down any suggestion of, waves off, waved off, brushes off, brushed off,"
        " shakes his head at, shakes her head at, says no to, said no to, answers no to, answered no to, rules out any,"
        " has been free of, has been free from, has stayed free of, been spared, nothing by way of, has no use for,"
        " wants nothing to do with, has nothing to do with, has never dealt with, never dealt with, hasn't dealt with,"
        " has never struggled with, never struggled with, hasn't been bothered by, isn't bothered by, not bothered by,"
        " hasn't been troubled by, isn't troubled by, untroubled by, has escaped, no sort of, no kind of, no form of,"
        " hasn't got any, ain't got no, not got any, doesn't recall any, can't recall any, can't recall ever having,"
        " never came down with, hasn't come down with, has yet to develop, has yet to experience, yet to develop,"
        " failed to show, fails to show, did not reveal, didn't reveal, didn't show, does not show, shows"
        " no, showed no,"
        " reveals no, revealed no, unremarkable for, noncontributory for, nothing resembling, no whiff"
        " of, no inkling of,"
        " no sense of, no feeling of, no past bouts of, nor any, denies, denied, deny, denying, negative"
        " for, free of, free from, absence of,"
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
        "near": "nothing 's, nothing is, nothing has been, nothing was",
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
        " was not present, not felt, : nope, nope, : n, is not something, isn't something, never an"
        " issue, never a problem,"
        " is nowhere to be found, is nowhere to be seen, are nowhere to be seen, is not in the picture,"
        " isn't in the picture, is off the table, is a no, was a no, is a hard no, not one bit, is out of the question,"
        " has been nonexistent, can be crossed off, not at all, not in the least, : nothing, : zero, : never",
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
        "father": "my old man, his old man, her old man,"
        " father, dad, daddy, paternal, papa, paternal side, father's side, dad's side",
        "mother": "my old lady, mother, mom, mum, mama, mommy, maternal, maternal side, mother's side, mom's side",
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
