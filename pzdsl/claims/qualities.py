"""Words that say how, where, how often and when: severity, side, frequency, hedges, times."""

from __future__ import annotations

from typing import Any

QUALITIES: dict[str, dict[Any, str]] = {
    "severity": {
        ("mild",): "a teeny bit, a tiny bit, a wee bit, a smidgen, teeny bit, tiny bit,"
        " a teensy bit,"
        " a little tiny bit,"
        " mild, mildly, slight, slightly, minor, minimal, minimally, nothing major, barely noticeable,"
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
        "about": "in the region of, in the vicinity of, in the ballpark of, thereabouts, hovering around, hovering"
        " near, hovering at, right around, right about, about, around, roughly, approximately, approx,"
        " some, maybe, close to, near, ~,"
        " in the neighborhood of, ca,"
        " something like, or so, more or less, somewhere around, give or take, give or take a bit,"
        " on the order of",
        "almost": "nearing, approaching, closing in on, knocking on the door of, verging on, bordering on, nudging,"
        " a whisker under, nearly, almost, just under, a hair under, just a hair under, not quite, just"
        " short of,"
        " just below, shy of,"
        " a little under, slightly under, a bit under, just shy of, a little less than, going on,"
        " coming up on, pushing",
        "just over": "just over, a little over, slightly over, a bit over, just above, a hair over,"
        " a little more than, a bit more"
        " than, slightly above, a little above, slightly more than",
        "over": "well past, well beyond, well above, comfortably over, easily over, long past, on the far side of,"
        " the wrong side of, on the wrong side of, over, more than, above, north of, at least, upwards of,"
        " greater than, >, ≥, exceeding,"
        " exceeds, in excess of,"
        " well over, no less than, not less than, or more, older than, better than, longer than, beyond,"
        " past, topped, tops out"
        " above, higher than",
        "under": "not yet, the right side of, on the right side of, comfortably under, still under, short of,"
        " under, less than, below, at most, no more than, fewer than, <, ≤, south of,"
        " not more than, or less, younger"
        " than, lower than, well under, well below, not even, shorter than, within",
        "most of": "the better part of, most of, much of, best part of",
    },
    "take": {
        "": "giving him, giving her, gives him, gives her, gave him, gave her, been giving, treating with,"
        " treated her with, treated him with, anticoagulated with, anticoagulated on, medicated with,"
        " covered with, trying, tried, has in her, has in his, doses of, dose of, pops, pop, swallow,"
        " downs, refills, adherent to, compliant with, regimen, controlled on,"
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
        (
            8.0,
            760.0,
        ): "last summer, last winter, last spring, last fall, last autumn, since the summer, since the winter",
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
        "": "sit fine with, sits fine with, sit well with, sits well with, sit right with, sits right with,"
        " doesn't bother, don't bother, never bothers, never bothered, doesn't faze, don't faze, agree"
        " with, agrees with, no grief, gives him no grief, gives her no grief, poses no problem, pose no"
        " problem, handles, handle, no bother, doesn't react, don't react, doesn't react to, eats, enjoys,"
        " loves, can handle, isn't bothered by, wolfs down, snacks on, gobbles, had no trouble with, is"
        " okay for, are okay for, is ok for, is okay with, are okay with, is safe with, goes down fine, go"
        " down fine, no adverse reaction, is fine for, are fine for, is safe for, with no trouble, with no"
        " problem, with no problems,"
        " with no reaction, with no issue, with no issues,"
        " tolerates, tolerated, tolerate, can take, can have, can eat, no problem, no problems, no trouble,"
        " without trouble, without a problem, without problems, without any problem, no reaction, no reactions,"
        " without a reaction, without reaction, without incident, no issue, no issues, without issue, without issues,"
        " without any reaction, without any trouble, without difficulty, fine with, no ill effect, no ill effects,"
        " never reacted, has never reacted, without consequence",
    },
    "reacts": {
        "": "gives her hives, gives him hives, gives me hives, causes hives, causes a rash, breaks out with,"
        " makes her throat, makes his throat, makes my throat, breaks out in hives, causes anaphylaxis,"
        " gave her hives,"
        " gave him hives, gave me hives, caused hives, caused anaphylaxis, swells up from, breaks her out,"
        " breaks him out,"
        " gives her a rash, gives him a rash, gives me a rash, gave her a rash, gave him a rash, gave me a rash"
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
    "none of": {
        "condition": "no past medical history, no medical history, no medical problems, no chronic conditions,"
        " no chronic illnesses, no chronic medical conditions, no chronic disease, no chronic diseases,"
        " no significant past medical history, no pmh, pmh : none, pmh none, past medical history : none,"
        " past medical history is negative, past medical history none, no significant medical history,"
        " no comorbidities,"
        " no preexisting conditions, no underlying conditions, unremarkable past medical history, no health problems,"
        " past medical history is unremarkable, no underlying medical conditions, never been sick a day,"
        " medical history is unremarkable, no active medical problems",
        "procedure": "no surgeries, no past surgical history, no surgical history, never had surgery,"
        " no prior surgeries,"
        " no previous surgeries, has never had surgery, never been operated on, never had an operation,"
        " no operations,"
        " never been under the knife, never gone under the knife, surgical history : none,"
        " past surgical history : none,"
        " psh none, psh : none, no prior operations, never had any surgery, surgical history negative,"
        " no past surgeries,"
        " has never had an operation, surgical history is negative, no previous operations, never had any operations",
        "medication": "takes no medications, on no medications, no medications, takes no medicines,"
        " no regular medications,"
        " no daily medications, takes no pills, no home medications, medications : none, meds : none,"
        " medications none,"
        " takes nothing, no prescription medications, not on any medications, doesn't take any medications,"
        " does not take any medications, medication free, no current medications, on no meds, takes no meds, no meds,"
        " not taking any medications, no prescriptions, takes no prescription, doesn't take any medicine,"
        " not on any medicine, home medications : none, no medicines",
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
