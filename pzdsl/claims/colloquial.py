"""Everyday words for findings: more terms for the concepts of `findings`, and for some that have no others there."""

from __future__ import annotations

COLLOQUIAL = """
thirst: drinks like a fish, can't get enough water, guzzling water, parched, always drinking, drinks water nonstop,
  downing water, drinking gallons, dry as a bone, unquenchably thirsty, constantly thirsty
polyuria: going to the bathroom more than usual, going to the bathroom more, in the bathroom every hour, pees
  all the time, running to the bathroom, in the bathroom all day, pees constantly, urinates constantly, peeing
  every hour,
  soaking diapers, wetting the bed again, going to the bathroom a lot, running to the toilet, bathroom trips,
  passing a lot of urine, peeing like a racehorse, pees nonstop, peeing more, urinating more
nocturia: gets up to pee, getting up to urinate, up to pee, gets up at night to urinate, up several times to pee
burning_urination: burns when urinating, burning when he pees, burning when she pees, stings to pee,
  stings to urinate,
  hurts to urinate, burning when i pee, pee burns, urine burns, it burns when, painful to pee, painful peeing
hematuria: hematuria, blood in the urine, blood in his urine, blood in her urine, bloody urine, blood in my urine,
  peeing blood, pink urine, red urine, blood in the pee, urinating blood
fatigue: pooped, bushed, sluggish, no pep, out of energy, drags, dragging, zonked, knackered,
  tires easily, tuckered out, sapped, lethargic, burned out, no stamina, worn to a frazzle, tires out, weariness,
  bone tired, run into the ground, sleepy all day, low on energy
weight_loss: pounds have come off, shed pounds, clothes are loose, clothes hang, clothes are falling off,
  slimmed down,
  shedding pounds, melting away, thinner, losing pounds, lost pounds, pants are loose
weight_gain: put on weight, put on pounds, gained pounds, packed on pounds, packing on, clothes are tight, heavier
chest_pain: elephant on my chest, elephant sitting on, chest hurts, chest is tight, chest feels tight, chest aches,
  tightness across the chest, heaviness in the chest, weight on my chest, pressure on the chest
palpitations: heart flip flops, heart is pounding, heart skips, heart thumping, heart flipping, heart jumps,
  heart hammering, flutters in, heart beating out of, pounding heartbeat, heart skips beats
breathlessness: gasping, huffing and puffing, air hungry, air hunger, can't catch my breath, can't catch his breath,
  can't catch her breath, puffing, panting, hard time breathing, struggles to breathe, laboring to breathe,
  gets winded,
  fights for breath, breathing hard, short winded, work of breathing, catching his breath, catching her breath,
  shortness of air, sob on exertion, can't breathe, breathing is hard, breathing is labored, breathing heavy
orthopnea: sleeps propped up, sleeps sitting up, sleeps in a recliner, sleeps upright, props himself up,
  props herself up, needs to sit up to sleep, sleeping in the recliner, sleeps in the recliner, sleeping upright
fainting: passed clean out, keeled over, went out cold, swooned, fell out, out cold, fainting spells, syncopal,
  hit the floor,
  lost consciousness briefly, blackouts, blackout
dizziness: woozy, room spins, room is spinning, unsteady, off balance, swimmy headed, giddy, spins, head spinning,
  head swims, spinning sensation, faintness
vertigo: vertigo, room spins, room is spinning, spinning sensation, everything spins
nausea: sick to the stomach, stomach is turning, stomach turning, green around the gills, about to throw up,
  upset stomach, squeamish, urge to vomit, queasy stomach
vomiting: tossing his cookies, tossing her cookies, upchucking, heaving, barfing, barfed, retching,
  can't keep food down,
  can't keep anything down, can't hold anything down, spitting up, bringing up his food, losing his lunch, brought up,
  emptying her stomach, emptying his stomach, threw up, vomits everything, puke, barf
diarrhea: loose bowels, watery diarrhea, watery bowel movements, watery stool, bathroom with loose, trots,
  runny stool,
  loose poops, runny poop, watery poop, loose movements, frequent stools
constipation: backed up, can't go, hasn't had a bowel movement, hard stools, no bowel movement, bound up,
  irregular bowels,
  straining at stool, stopped up
bloody_stool: blood in stool, bloody stool, bloody stools, blood in the stool, blood in his stool, blood in her stool,
  hematochezia, blood in the diaper, rectal bleeding, bloody bowel movements, blood with bowel movements, melena,
  black stools, tarry stools, blood in the toilet, blood on the toilet paper, stools have been bloody
abdominal_pain: belly is killing, belly hurts, stomach hurts, tummy hurts, gut ache, bellyaches, cramping belly,
  stomach cramps, abdominal cramps, belly cramps, cramps, stomach is killing, abdomen hurts, tenderness in the abdomen
back_pain: low back pain, lower back pain, back hurts, sore back, lumbago, back is killing, back aches, back spasms
headache: pounding headache, head throbs, throbbing head, head is splitting, head is throbbing, sick headache
neck_stiffness: can't touch chin to chest, neck won't bend, can't bend the neck, can't bend his neck,
  can't bend her neck,
  rigid neck, neck rigidity, can't turn his head, can't turn her head
photophobia: photophobia, light hurts, light bothers, bothered by light, sensitive to light, light sensitivity,
  can't stand light, can't stand the light, sensitivity to light, bright lights hurt, lights bother, shies from light
fever: burning up, spiked a temperature, spiking temperatures, spiking a temp, ran a temperature, hot to the touch,
  temps at home, temp at home, running hot, feels hot, spiking fevers, fevering, ran hot, elevated temperature,
  low grade temperature, with fever
chills: teeth chattering, shaking all over, chattering teeth, teeth were chattering, shivery, shivers, goose bumps
night_sweats: wakes drenched, soaked sheets, drenched at night, soaks the sheets, soaks through, wakes up drenched,
  wakes up soaked, waking up drenched, waking up soaked, sweaty at night, sheets are soaked, sweats through,
  night time sweats,
  drenching night sweats, changing the sheets
cough: barking, hacks, hacking away, coughing fits, coughing spells, hack, coughing jags, coughing up
sputum: gunk up, spitting up phlegm, coughing up phlegm, productive of, bringing up sputum, coughing up mucus, mucus,
  yellow stuff, green stuff, brings up phlegm, hawking up, wet cough, coughs up phlegm
coughing_blood: bringing up blood, brings up blood, blood tinged sputum, blood tinged phlegm, blood streaked sputum,
  streaks of blood, blood in what he coughs, blood when he coughs, blood when she coughs, specks of blood,
  red streaks in, blood in my sputum, bloody phlegm, spits blood, blood with the cough
wheeze: whistling, whistles when, whistling sound, whistling in the chest, chest whistles, whistly, musical breathing
runny_nose: snotty, snot, sniffles, sniffling, nose drips, nose is stuffed, nose is dripping, runny noses,
  stuffed up nose,
  nose is a faucet, nose like a faucet, snuffles, snuffly, nose is blocked, blocked nose, nasal drip
sore_throat: scratchy throat, raw throat, throat is raw, throat is killing, throat is on fire, hurts to swallow,
  pain with swallowing, pain on swallowing, painful swallowing, throat feels raw, throat feels like
dysphagia: dysphagia, difficulty swallowing, trouble swallowing, can't swallow, hard to swallow, food gets stuck,
  food sticks, choking on food
ear_pain: holding his ear, holding her ear, ear is killing, ears hurt, sore ear, ear is sore, painful ear, ears ache
ear_discharge: ear is draining, ear is leaking, fluid from the ear, pus from the ear, ear leaking, ear is oozing,
  fluid leaking from, drainage from the ear, pus from his ear, pus from her ear, ear drains
hearing_loss: hears poorly, can't hear, going deaf, deaf, hearing is down, turns up the tv, hearing is muffled,
  muffled hearing,
  hearing is off, not hearing well, doesn't hear, trouble with hearing
rash: broken out, broke out, breaking out in, hives, welts, bumps all over, red bumps, blotches, skin breakout
irritability: out of sorts, crabby, whiny, cries constantly, crying nonstop, can't be consoled, can't be comforted,
  grumpy,
  won't settle, screams all day, cries all the time, clingy, crying a lot
poor_feeding: won't eat, barely eating, barely eats, picks at food, picking at his food, picking at her food,
  off feeds,
  refuses to eat, refusing bottles, refuses the bottle, refusing the breast, won't take the bottle,
  not taking bottles,
  not interested in food, hardly eats, hardly eating, not nursing, turning down food, no interest in food
anorexia: loss of appetite, appetite loss, poor appetite, off his food, off her food, no interest in food,
  can't eat, hardly eats,
  barely eats, barely eating, not hungry, appetite is gone, appetite is down, food has no appeal, lost his appetite,
  lost her appetite, lost my appetite, appetite is poor, not eating, doesn't want to eat, won't eat
dehydration: dehydrated, dried out, dehydration
ankle_swelling: shoes don't fit, shoes are tight, socks leave marks, sock marks, swollen feet, feet swell, legs swell,
  ankles puff, ankles are puffy, legs are puffy, swollen lower legs, fluid in his legs, fluid in her legs,
  feet are swollen,
  ankles are swollen, legs are swollen, swelling of the feet
confusion: mixed up, not making sense, muddled, foggy, not himself, not herself, out of it, doesn't know where,
  disorientation, altered mental status, not thinking clearly, rambling, delirious, delirium
memory_loss: memory loss, forgetful, forgetfulness, can't remember, memory is slipping, memory lapses, forgets
insomnia: haven't slept well, hasn't slept well, not slept well, not sleeping well, doesn't sleep well, hasn't
  been sleeping, haven't been sleeping,
  sleeps badly, hardly sleeps, barely sleeps, hasn't slept, insomnia, can't sleep, trouble sleeping, sleepless, up
  all night, tosses and turns, tossing and turning,
  can't fall asleep, trouble falling asleep, wide awake at night, poor sleep, sleeping poorly, sleeps poorly,
  lies awake
depression: feeling blue, down in the dumps, feeling down, low mood, hopeless, feels blue, sad all the time
anxiety: anxious, nervous, on edge, worried sick, panicky, panic attacks, anxiety disorder, worries constantly
seizure: seizure, seizures, convulsion, convulsions, convulsed, seized, convulsing
slurred_speech: slurred speech, slurring, slurs, slurring her words, slurring his words, dysarthria,
  speech is slurred,
  garbled speech, speech is garbled, mumbling, garbled, thick tongued, speech was slurred, words are slurred, slurred
facial_droop: facial droop, face is drooping, face droops, drooping face, facial drooping, facial palsy, mouth droops,
  crooked smile, lopsided face, facial weakness, facial asymmetry, face drooping, droopy face, lopsided smile
arm_weakness: can't lift his arm, can't lift her arm, arm is weak, arm gave out, arm is limp, can't raise his arm,
  can't raise her arm, can't grip
vision_loss: vision loss, loss of vision, lost vision, went blind, can't see, blindness, blind, lost his sight,
  lost her sight
blurred_vision: things look fuzzy, blurriness, vision is fuzzy, vision is hazy, hazy vision, can't focus,
  out of focus,
  everything is blurry, eyes are blurry, seeing double, everything looks fuzzy, cloudy vision
dry_eyes: dry eyes, gritty eyes, eyes are gritty, eyes feel gritty, eyes feel dry, dry eye, sandy eyes
morning_stiffness: morning stiffness, stiff in the morning, stiff in the mornings, wakes up stiff, woken up stiff,
  woke up stiff,
  stiff every morning, stiff on waking, stiff as a board, morning gel
joint_swelling: joint swelling, swollen joints, puffy joints, joints are swollen, joints swell, swollen knuckles,
  synovitis
joint_pain: joint pain, joint pains, arthralgia, arthralgias, aching joints, achy joints, joints ache, joints hurt
myalgia: muscles ache, aches all over, achy all over, sore muscles, muscle pain, muscles are sore, aching muscles,
  body ache
hair_loss: hair loss, losing hair, hair falling out, hair is falling out, hair is coming out, thinning hair,
  hair is thinning,
  going bald, balding, alopecia, losing her hair, losing his hair, losing my hair, hair coming out in clumps,
  shedding hair
goiter: goiter, enlarged thyroid, thyroid is enlarged, thyroid enlargement, swollen thyroid, thyromegaly,
  lump in the neck,
  thyroid feels enlarged
itching: itches all over, scratching, scratches constantly, itchiness
constitutional: malaise
cold_intolerance: feels cold all the time, freezes when others, bundled up, wears sweaters in, can't get warm,
  chilly all the time,
  always freezing, feels cold, bothered by cold
heat_intolerance: heat intolerance, can't stand the heat, always hot, intolerance to heat, intolerant of heat
tremor: tremor, tremors, shaky hands, hands shake, trembling hands, hands tremble
urinary_incontinence: urinary incontinence, incontinence, incontinent, leaking urine, leaks urine, wets himself,
  wets herself,
  can't hold his urine, can't hold her urine, can't hold urine, bladder accidents, loss of bladder control, wetting,
  lost control of his bladder, lost control of her bladder, lost control of my bladder
saddle_anesthesia: saddle anesthesia, numb between the legs, saddle numbness, numb groin, numbness in the saddle area,
  can't feel when i wipe, can't feel when he wipes
bruising: bruises easily, easy bruising, bruising, bruises, bruised, black and blue
nosebleeds: nosebleed, nosebleeds, nose bleeds, epistaxis, bloody nose
bleeding: bleeding, bleeds, hemorrhage
crackles: crackling, wet lungs, crackling sounds, velcro sounds, rattling in the lungs, wet crackles,
  bibasilar crackles
rhonchi: rhonchi, coarse breath sounds, rattles, rhonchorous
heart_murmur: whooshing, heart whoosh, systolic ejection murmur
retractions: sucking in at the ribs, ribs show when, pulling in at the ribs, belly breathing, ribs sucking in
tonsil_exudate: white spots on the tonsils, white patches, pus on his tonsils, white stuff on the tonsils,
  purulent tonsils
alcohol_use: alcohol use, drinks alcohol, drinks socially, social drinker, alcohol, uses alcohol, drinks wine,
  drinks beer,
  drinks on weekends, has a drink, enjoys wine, enjoys a beer, has a beer, boozes
cannabis_use: cannabis use, smokes pot, smokes weed, marijuana, cannabis, weed, smokes marijuana, edibles,
  uses cannabis, pot,
  smokes joints, gets high, thc
drug_use: drug use, illicit drugs, recreational drugs, street drugs, illicit drug use, recreational drug use,
  uses drugs
type_2_diabetes: niddm, diabetes type 2, t2 dm, type two diabetes, type two diabetic, sugar problem, has sugar,
  the sugar
type_1_diabetes: type one diabetes, juvenile diabetes, iddm, juvenile onset diabetes, type 1 diabetic,
  type one diabetic
hypertension: high bp, pressure problem, blood pressure problem, pressure is high, hbp, high pressure
high_cholesterol: cholesterol problem, elevated cholesterol, cholesterol is high
atrial_fibrillation: a fibrillation, irregular heart rhythm, heart out of rhythm, irregular rhythm, arrhythmia
heart_attack: coronary event, coronaries
coronary_disease: blocked arteries, clogged arteries, coronary heart disease, ischemic heart disease
stroke: ischemic stroke, mini stroke, tia, cerebral infarct
chronic_kidney_disease: bad kidneys, kidney problem, kidney failure, renal disease, renal failure,
  renal insufficiency,
  weak kidneys, failing kidneys
copd: bad lungs, smoker's lung, chronic lung disease, emphysematous
asthma: reactive airway disease, asthma attacks
eczema: itchy patches, dermatitis
reflux: indigestion, acid indigestion, sour stomach, heart burn
hypothyroidism: slow thyroid, sluggish thyroid, hashimoto, hashimotos, hypothyroid disease
thyroid_disease: thyroid disease, thyroid disorder, thyroid problem, thyroid trouble
migraine: migraine headaches, migraine headache, migraineur, sick headaches
epilepsy: epileptic fits, convulsive disorder
gout: gouty, gout attacks, gout flare
bph: bph, benign prostatic hyperplasia, enlarged prostate, big prostate, prostate enlargement, prostate trouble
adhd: adhd, attention deficit, attention deficit disorder, hyperactivity disorder
osteoarthritis: osteoarthritis, degenerative joint disease, wear and tear arthritis, djd
rheumatoid_arthritis: rheumatoid arthritis, rheumatoid, inflammatory arthritis
osteoporosis: osteoporosis, brittle bones, thin bones
celiac_disease: celiac disease, celiac, celiac sprue, gluten intolerance, coeliac disease, celiacs
cirrhosis: cirrhosis, liver disease
hepatitis: hepatitis
tuberculosis: tuberculosis, tb
hiv: hiv, hiv infection
blood_clot: blood clot, dvt, deep vein thrombosis, pulmonary embolism, blood clots, clot in the leg
anemia: anemia, anemic, low blood count, low iron
kidney_stones: kidney stones, kidney stone, nephrolithiasis, renal stones
lung_cancer: lung cancer, cancer of the lung, bronchogenic carcinoma
prostate_cancer: prostate cancer, cancer of the prostate
colon_cancer: cancer of the colon, colon carcinoma, bowel cancer, rectal cancer
breast_cancer: cancer of the breast, breast carcinoma, breast ca
sleep_apnea: stops breathing at night, uses a cpap, apnea
pneumonia: lung infection, walking pneumonia
dementia: alzheimer, alzheimer's, alzheimer's disease, senile, demented
otitis_media: ear infections, middle ear infections, otitis
preterm_birth: early arrival, born weeks early, arrived early, came early, born premature, prematurity, nicu graduate
pregnancy: with child, in the family way, a baby on the way, carrying a baby, gravid, expecting a baby, weeks along
vaccinations_current: vaccinated, immunized, vaccinations are current, vaccines current, all his shots, all her shots,
  up to date on immunization, has had all shots, caught up on vaccines, current on vaccines,
  current on immunizations, utd,
  immunizations utd, vaccines utd, had all her vaccines, had all his vaccines, current with immunizations,
  fully vaxxed
daycare: goes to daycare, in daycare, attends day care, daycare three days, nursery
secondhand_smoke: smokers in the home, smoky home, smoking in the home, someone smokes at home, exposed to smoke,
  tobacco smoke
exercise: physically active, active lifestyle, runs regularly, walks regularly, swims laps, goes jogging
recent_travel: flew in from, just flew back, trip overseas, came back from, visited abroad,
  traveled out of the country
appendectomy: appendix was removed, appendix was taken out, no appendix, had her appendix, had his appendix,
  lost her appendix,
  lost his appendix, appy, had my appendix, appendix came out, appendix out
gallbladder_removal: gallbladder was removed, gallbladder was taken out, no gallbladder
bypass_surgery: triple bypass, quadruple bypass, double bypass
hysterectomy: uterus removed, womb removed, uterus was removed, womb out, uterus taken out
tonsillectomy: tonsils removed, tonsils were removed, tonsils taken out
mastectomy: mastectomy, breast removed, breast was removed, breast taken off, breast removal
colectomy: colectomy, colon resection, part of the colon removed, colon removed, hemicolectomy, bowel resection
cataract_surgery: cataract surgery, cataract removed, cataracts removed, cataract out, cataracts out,
  cataract extraction,
  cataracts done, cataract operation, cataracts taken out
hip_replacement: hip replacement, hip replaced, artificial hip, new hip, total hip, hip arthroplasty,
  hip prosthesis, tha,
  prosthetic hip
knee_replacement: total knee, knee arthroplasty, knee prosthesis, artificial knees
heart_valve: valve replacement, artificial valve, mechanical valve
hernia_repair: hernia repair, hernia fixed, hernia surgery, herniorrhaphy
"""

DENIALS = """
sputum: dry cough, cough is dry, nonproductive, non productive, brings nothing up, brings up nothing, bringing
  nothing up,
  nothing comes up, unproductive
orthopnea: no trouble at all lying flat, no trouble lying flat, lies flat without, sleeps flat, can lie flat,
  lies flat comfortably,
  sleeps on one pillow, lies flat just fine, sleeping flat
fever: afebrile, apyrexial, normothermic, cool to the touch, cool as a cucumber, no temperature, never spiked,
  temperature has been normal, temperatures have been normal, temps have been normal, never ran a temperature,
  fever free
vaccinations_current: not up to date, have not vaccinated, has not been vaccinated, not vaccinated, not immunized,
  never vaccinated, never had a vaccine, no vaccines, no immunizations, no shots yet, refuses vaccines, anti vaccine,
  skipped her shots, skipped his shots, due for several vaccines, missed vaccinations, refused all vaccines,
  lapsed vaccines
headache: head feels fine, head is fine, head is clear
breathlessness: breathing comfortably, breathes comfortably, breathing easily, breathes easily, never winded,
  no trouble breathing, climbs stairs without stopping, not short of breath, no respiratory distress,
  breathing is fine
cough: hasn't coughed, never coughs, doesn't cough
vomiting: keeping everything down, keeps everything down, keeping food down, keeps food down, keeping fluids down,
  keeps it all down, holding food down, holding down food, keeping down
diarrhea: stools are formed, formed stools, stools formed, solid stools, normal stools
constipation: moves her bowels every day, moves his bowels every day, bowels move daily, bowels move every day,
  moves her bowels daily, moves his bowels daily, regular as clockwork, goes every day,
  daily bowel movements
insomnia: sleeps like a baby, sleeps through the night, sleeping like a baby, sleeps like a log, slept well,
  out like a light
fatigue: full of vigor, going strong, plenty of pep, full of energy, full of beans, bursting with energy,
  energetic, boundless energy, tons of energy,
  plenty of energy,
  full of pep, never tired, well rested, as energetic as ever
thirst: drinking normal amounts, drinks normal amounts, drinking a normal amount
poor_feeding: taking bottles well, taking the bottle well, nurses well, feeding vigorously, finishes every bottle,
  cleans her plate, cleans his plate, taking full feeds, drains every bottle, ravenous, hungry as ever, hungry
anorexia: eats like a horse, eating like a horse, ravenous, good appetite, cleans her plate, cleans his plate,
  hungry as ever,
  eating well, eats well, always hungry, wolfs down, second helpings, hearty appetite, eats everything
confusion: all there, with it, makes perfect sense, making sense, alert and oriented, oriented times three,
  oriented x3, a o x3, aox3, sharp as a tack, oriented to person,
  clear headed, knows exactly where, lucid, oriented x 3, mentally clear
ankle_swelling: no ankle edema, ankles are slim, no pedal edema
weight_loss: weight hasn't budged, weight has not budged, hasn't lost an ounce, hasn't lost a pound, hasn't
  dropped a pound, weight holding,
  weight is the same, hasn't lost any weight, weight has held steady, weight has not changed, weight hasn't
  changed, weight unchanged, same weight, weight holding steady,
  no weight change,
  kept his weight, kept her weight, weight has held
weight_gain: weight has been stable, weight is stable, weight unchanged, weight hasn't changed, same weight
rash: skin intact without, skin is intact
hearing_loss: hears a pin drop, sharp hearing, hears every word
depression: in good spirits, cheerful, happy go lucky, upbeat, mood is good
anxiety: calm, relaxed, at ease
irritability: content, smiling, playful, in good spirits, cheerful, happy, easygoing, consolable, good natured,
  calm, all smiles
dizziness: steady on his feet, steady on her feet, sure footed
slurred_speech: speaks clearly, speaking clearly, articulate, speech is clear, clear speech, speech clear,
  fluent speech
facial_droop: face symmetric, face is symmetric, symmetric face, symmetrical face, smile is symmetric,
  no facial asymmetry
arm_weakness: full strength, strength 5 5, 5 5 strength, moves all extremities well, equal grip, strength is full
photophobia: light doesn't bother, lights don't bother, bright light is fine, tolerates light
pregnancy: negative pregnancy test, pregnancy test negative, pregnancy test is negative, not expecting
smoking: tobacco free
alcohol_use: teetotaler, abstains from alcohol, doesn't drink, does not drink, never drinks, nondrinker, abstinent,
  never touches alcohol, never touches a drop, doesn't touch alcohol, non drinker, no booze, teetotal, don't drink,
  abstains
cannabis_use: doesn't smoke pot, no weed, never smoked pot
recent_travel: hasn't traveled, has not been anywhere, hasn't been anywhere, hasn't left the state,
  hasn't left the country,
  no trips, stayed home, stayed put
exercise: doesn't exercise, does not exercise, never works out, sits all day, no regular exercise,
  gets little exercise, couch bound
goiter: thyroid not enlarged, thyroid is not enlarged, thyroid normal, thyroid is normal, thyroid of normal size
otitis_media: eardrums normal, ears are clear
urinary_incontinence: continent, holds his urine, holds her urine, dry at night, stays dry, bladder control intact
bloody_stool: stools are brown, normal colored stools, brown stools, stool is brown, stools have been brown,
  guaiac negative
hematuria: urine is clear, clear urine, urine clear, urine has been clear
coughing_blood: sputum is clear, clear sputum
epilepsy: seizure free
hypertension: normotensive, blood pressure has never been a problem, blood pressure has never been high,
  blood pressure has always been fine, never had blood pressure problems, never a blood pressure problem,
  blood pressure has always been normal
type_2_diabetes: not diabetic, non diabetic, nondiabetic
secondhand_smoke: nonsmoking household, smoke free, no smoke at home, no smoke exposure, home is smoke free
daycare: never been to daycare, home with grandma, home with a nanny
night_sweats: sleeps dry, sheets stay dry
crackles: breath sounds are clear, clear breath sounds, clear bilaterally, lungs clear bilaterally, ctab,
  lungs are dry
wheeze: no whistling, lungs are clear, lungs clear, clear lungs, clear to auscultation, clear bilaterally, ctab
heart_murmur: heart sounds normal, normal heart sounds, s1 s2 normal
ear_pain: ears don't hurt, ear doesn't hurt
sore_throat: throat doesn't hurt, swallows without pain, swallows fine
hair_loss: full head of hair, thick head of hair
dry_eyes: eyes are moist, moist eyes
fainting: didn't faint, did not faint, never fainted, hasn't fainted, stayed conscious, stayed awake throughout,
  never lost consciousness
nosebleeds: nose hasn't bled, nose has not bled, nose doesn't bleed, nose never bleeds
arm_weakness: arms are strong, lifts both arms, raises both arms, grip is strong
cancer: cancer free
hair_loss: hair is thick, hair is as thick
itching: doesn't itch, not itchy
"""
