"""Body parts, what can be wrong with them, and what can be right with them."""

from __future__ import annotations

# body part and complaint said apart: "pressure in the chest", "his ankles have puffed up"
SITES = """
chest: chest, breastbone, sternum, chest wall
ankle: ankle, ankles
leg: leg, legs, lower extremities, lower extremity, shin, shins, lower limb, lower limbs
foot: foot, feet, sole, soles
toe: toe, toes, big toe, great toe
heel: heel, heels
flank: flank, flanks
throat: throat
ear: ear, ears
belly: belly, stomach, abdomen, tummy, gut, midsection
groin: groin
head: head, skull, temple, temples
face: face, cheek, cheeks
jaw: jaw
tooth: tooth, teeth, gum, gums
mouth: mouth, tongue, lips
arm: arm, arms, upper extremity, upper extremities
elbow: elbow, elbows
wrist: wrist, wrists
hand: hand, hands
finger: finger, fingers, thumb, thumbs, knuckles
shoulder: shoulder, shoulders
hip: hip, hips
thigh: thigh, thighs
knee: knee, knees
calf: calf, calves
nose: nose, nostril, nostrils
neck: neck
back: back, low back, lower back, spine, lumbar area, upper back
eyes: vision, eyesight, sight
eye: eye, eyes
joint: joint, joints
rib: rib, ribs
breast: breast, breasts
skin: skin
"""

COMPLAINTS = """
pain: pain, pains, painful, hurt, hurts, hurting, ache, aches, aching, ached, achy, sore, soreness, tender,
  tenderness, agony, on fire, killing me, killing him, killing her, throbbing, throbs, smarts, twinge, twinges,
  stabbing, discomfort, sharp pain, cramping, cramps, pounding, pulsing, splitting, injured
pressure: pressure, tightness, squeezing, heaviness, tight, crushing
swelling: swelling, swollen, puffed up, puffy, puff up, swell, swell up, edema, swells, ballooned, swelled,
  puffiness, swelled up, blown up, oedema, bloated, swole
weakness: weakness, weak, weaker, heavy, limp, gives out, gave out, drifts, floppy
discharge: discharge, drainage, draining, gunk, pus, fluid, leaking, oozing, drains
stiffness: stiff, stiffness, stiffened, stiff as a board
blur: blurry, blurred, fuzzy, blurs, hazy, cloudy
numbness: tingling, tingle, tingles, numb, numbness, pins and needles, prickling, asleep, no feeling
running: runny, running, run, runs, ran, congested, stuffy, stuffed up, dripping, drips
redness: red, redness, inflamed, erythema, erythematous, flushed, reddened
itching: itchy, itch, itches, itching
dryness: dry, dryness, gritty
droop: droop, droops, drooping, droopy, sagging, sags
tremor: shaky, shaking, trembling, tremor, shakes
trouble: bothering, bothers, acting up, went out, giving him trouble, giving her trouble, giving me trouble,
  flared up, bothered, nuisance, bad, killer, awful, terrible
"""

# a complaint without a table of its own stands for pain, the commonest
ONES_OWN_TROUBLE = "trouble"

SITE_COMPLAINTS: dict[tuple[str, str], str] = {
    ("chest", "pain"): "chest_pain",
    ("chest", "pressure"): "chest_pain",
    ("ankle", "swelling"): "ankle_swelling",
    ("leg", "swelling"): "ankle_swelling",
    ("foot", "swelling"): "ankle_swelling",
    ("toe", "pain"): "toe_pain",
    ("flank", "pain"): "flank_pain",
    ("throat", "pain"): "sore_throat",
    ("ear", "pain"): "ear_pain",
    ("ear", "discharge"): "ear_discharge",
    ("belly", "pain"): "abdominal_pain",
    ("head", "pain"): "headache",
    ("arm", "weakness"): "arm_weakness",
    ("leg", "weakness"): "leg_weakness",
    ("calf", "pain"): "calf_pain",
    ("back", "pain"): "back_pain",
    ("neck", "stiffness"): "neck_stiffness",
    ("eyes", "blur"): "blurred_vision",
    ("foot", "numbness"): "tingling_feet",
    ("toe", "numbness"): "tingling_feet",
    ("nose", "running"): "runny_nose",
    ("eye", "dryness"): "dry_eyes",
    ("face", "droop"): "facial_droop",
    ("mouth", "droop"): "facial_droop",
}

# the same trouble, felt or seen a joint farther on
NEIGHBORS: dict[str, tuple[str, ...]] = {
    "ankle": ("leg", "foot", "calf"),
    "leg": ("ankle", "calf", "thigh", "foot"),
    "foot": ("ankle", "toe", "leg"),
    "toe": ("foot",),
    "hand": ("finger", "arm", "wrist"),
    "finger": ("hand",),
    "arm": ("hand",),
    "calf": ("leg",),
    "mouth": ("face",),
}
NEIGHBORLY = frozenset(("swelling", "numbness", "weakness", "droop"))

# what works or not; with a word for "well" it says that the finding is absent: "appetite's great"
FUNCTIONS = """
poor_feeding: appetite, feeding, eating, eats, feeds, nursing
anorexia: appetite, eating, eats
fatigue: energy, energy level, stamina, pep
blurred_vision: vision, eyesight, sight, eyes
vision_loss: vision, eyesight, sight
hearing_loss: hearing, hears
slurred_speech: speech, enunciation, diction, talks, speaks, words
aphasia: speech
confusion: thinking, mentation, mental status, orientation, sensorium, cognition
memory_loss: memory, recall
insomnia: sleep, sleeps, sleeping
constipation: bowels, bowel movements, stools, bowel habits
diarrhea: bowels, bowel movements, stools, bowel habits
breathlessness: breathing, breathes
crackles: lungs, breath sounds, lung fields
wheeze: lungs, breath sounds, lung fields
rhonchi: lungs, breath sounds
sore_throat: throat
ear_pain: ears
rash: skin, complexion
runny_nose: nose, nasal passages
neck_stiffness: neck
depression: mood, spirits
palpitations: heartbeat, heart rhythm
arm_weakness: arm strength, grip, grip strength, strength
leg_weakness: leg strength, strength
weakness: strength
unsteady_gait: gait, walking, balance
dizziness: balance
goiter: thyroid
hair_loss: hair
facial_droop: face, smile, facial movements
numbness: sensation, feeling
tingling_feet: sensation, feeling in the feet
urinary_incontinence: bladder control, continence
ankle_swelling: ankles, legs, lower extremities, feet
joint_swelling: joints
bulging_eardrum: eardrums, eardrum, tympanic membrane, tympanic membranes, tms, tm, drums, drum
tonsil_exudate: tonsils
retractions: chest wall
cough: chest
nausea: stomach
tremor: hands, hand
chronic_kidney_disease: kidneys, kidney
night_sweats: sheets, pajamas, bedding
anxiety: nerves
joint_pain: joints
eczema: skin
itching: skin
chest_pain: chest
headache: head
back_pain: back, spine
abdominal_pain: belly, stomach, abdomen, tummy
thirst: fluid intake
polyuria: urination, urine output, bathroom habits
frequent_urination: urination, urine output, bathroom habits
burning_urination: urination, peeing
"""

FUNCTION_WELL = """
well: fine, good, great, normal, excellent, intact, clear, sharp, perfect, healthy, unchanged, steady, stable,
  regular, strong, okay, ok, unremarkable, hearty, robust, full, crisp, solid, easy, easily, unlabored, sound,
  unaffected, unimpaired, well, normally, perfectly, soundly, like a rock, like a log, supple, symmetric,
  symmetrical, thick, spotless, unblemished, not enlarged, normal sized, slim, trim, not puffy, flat, pearly,
  comfortably, clearly, plenty, terrific, wonderful, superb, preserved, undiminished, settled, like clockwork,
  as usual, a champ, a horse, twenty twenty, 20 20, flawless, effortless, effortlessly, freely, loose, on par,
  dry, bone dry, not swollen, even, back to normal, high, upbeat, bright, cheerful, quiet, hasn't bothered,
  haven't bothered, doesn't bother, don't bother,
  isn't bothering, aren't bothering, never bothers, never bothered, feels fine, feel fine, come out clear, comes
  out clear,
  painless, pain free, unremarkable, without complaint, hasn't changed, haven't changed, no different, no trouble,
  gives no trouble, give no trouble, causes no trouble, working fine, behaving, pristine, unaffected, top notch,
  as good as ever, as sharp as ever, sharp as ever, as strong as ever, rock steady, fantastic, crystal clear, unclouded,
  are slack, like a baby
"""

# the other way around: "her breathing has been bad"
FUNCTION_ILL = """
ill: bad, terrible, awful, lousy, horrible, worse, worsening, poor, shot, rough, ragged, deteriorating, failing,
  slipping,
  miserable, going downhill, dreadful, a mess
"""
