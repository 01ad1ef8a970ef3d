"""What clinicians and patients call things: one concept a line, its key first, then every term for it.

A fact belongs to a concept when its name, label or a lay phrase is one of the terms; then all of them speak
of it. Concepts without a fact matter too: a number beside `LDL` is not the weight of the next clause.
"""

from __future__ import annotations

MEASURES = """
hba1c: a1c, hba1c, hgba1c, hb a1c, hemoglobin a1c, haemoglobin a1c, glycated hemoglobin, glycohemoglobin,
  sugar average, three month sugar, 3 month sugar, average sugar
fasting_glucose: fasting glucose, fasting plasma glucose, fasting sugar, fasting blood sugar,
  fasting blood glucose, fbs, fbg, fpg
glucose: glucose, blood sugar, blood glucose, sugar level, sugar reading, serum glucose, plasma glucose,
  sugar, sugars, blood sugars
random_glucose: random glucose, fingerstick, finger stick, accucheck, accu chek, random blood sugar,
  random sugar
mean_glucose: estimated average glucose, average glucose, mean glucose
systolic: systolic, systolic blood pressure, systolic pressure, sbp, top number, upper number,
  upper pressure
diastolic: diastolic, diastolic blood pressure, diastolic pressure, dbp, bottom number, lower number,
  lower pressure
bp: bp, blood pressure, b p, pressure reading, cuff pressure
pulse: heart rate, hr, pulse, pulse rate, heartbeat, heart beat, ventricular rate, beats per minute,
  tachycardic, bradycardic, heart is racing at, racing at, heart racing at, heart is beating,
  heart was beating, heart beating, heart was going, heart going, heart is going, heart clocked
respiratory_rate: respiratory rate, rr, breathing rate, respirations, resp rate, breaths,
  breaths per minute, breathing, tachypneic, resps, breaths a minute
spo2: spo2, sao2, oxygen saturation, o2 saturation, o2 sat, o2 sats, oxygen sat, sat, sats, saturation,
  saturations, satting, sating, saturating, pulse ox, pulse oximetry, pulse oximeter, oximeter, oximetry,
  oxygen level, oxygen levels, oxygenating, oxygen saturation on room air, oxygen
temperature: temperature, body temperature, temp, tmax, t max, thermometer, febrile, afebrile,
  fever reading, fever of, fever to, fever up to, ran a fever of
weight: weight, body weight, weighs, weighing, weighed, weigh, wt, tips the scales, scale, scales
height: height, ht, tall, stands, length
bmi: bmi, body mass index
wbc: wbc, wbcs, white blood cell count, white cell count, white count, white blood cells, white cells,
  leukocyte count, leukocytes, leucocytes, white blood count
platelets: platelets, platelet count, plt, plts
hemoglobin: hemoglobin, haemoglobin, hgb, hb, blood count
hematocrit: hematocrit, haematocrit, hct
creatinine: creatinine, serum creatinine, creat, scr, plasma creatinine
bun: bun, blood urea nitrogen, urea nitrogen, serum urea nitrogen
urea: urea, blood urea
egfr: egfr, gfr, estimated gfr, estimated glomerular filtration rate, glomerular filtration rate,
  kidney function, renal function, filtration rate
sodium: sodium, serum sodium, na, salt level
potassium: potassium, serum potassium, K, potassium level
chloride: chloride, serum chloride
bicarbonate: bicarbonate, bicarb, hco3, serum bicarbonate
calcium: calcium, serum calcium
magnesium: magnesium, serum magnesium
lactate: lactate, lactic acid
troponin: troponin, high sensitivity troponin, high sensitivity troponin t, high sensitivity troponin i,
  hs troponin, hs tnt, hstnt, trop, heart enzyme, cardiac enzyme
nt_probnp: nt probnp, nt pro bnp, ntprobnp, probnp, pro bnp, n terminal pro bnp
bnp: bnp
lvef: lvef, ef, ejection fraction, left ventricular ejection fraction, lv ejection fraction,
  pumping function, pump function, heart pumps at, pumping at, heart pumping at, pumps at
crp: crp, c reactive protein, inflammation marker, inflammatory marker
esr: esr, sed rate
procalcitonin: procalcitonin, pct
ldl: ldl, ldl cholesterol, ldl c, bad cholesterol, low density lipoprotein, ldl cholesterol calculated
hdl: hdl, hdl cholesterol, hdl c, good cholesterol, high density lipoprotein
total_cholesterol: total cholesterol, cholesterol level
triglycerides: triglycerides, trigs, triglyceride level
tsh: tsh, thyroid stimulating hormone, thyrotropin, thyroid level
uric_acid: uric acid, serum uric acid, urate, serum urate, uric acid level
urine_acr: urine albumin to creatinine ratio, albumin to creatinine ratio, albumin creatinine ratio,
  urine albumin creatinine ratio, uacr, acr, microalbumin, urine microalbumin, albuminuria,
  protein in the urine, urine albumin
peak_flow: peak flow, peak expiratory flow, pef, pefr, peak flow meter, peak flows
pain_score: pain score, pain scale, pain score out of 10, pain out of ten, pain rating, pain level,
  rates the pain, rates his pain, rates her pain, rate the pain, pain as
pack_years: pack years, pack year, pack year history, cumulative smoking
cigarettes: smokes, smoking, smoke, cigarettes, cigarettes a day, cigarettes per day,
  cigarettes smoked per day, cigarette, cigs, smokes a day
packs: pack, packs, ppd
drinks: drinks, alcoholic drinks, drinks a week, drinks per week, alcoholic drinks per week,
  alcoholic beverages, beers, beer, glasses of beer, drinks of alcohol, alcoholic drink, shots of,
  glasses of wine, glass of wine, drink, units of alcohol
sweet_drinks: sugar sweetened drinks, sodas, soda, sweet drinks, sugary drinks, sugar sweetened drinks a day
children: mother of, father of, mom of, dad of, mother to, father to, children, kids, babies,
  number of children, child, sons and daughters
siblings: siblings, brothers and sisters, number of siblings, sibling
pillows: pillows, pillow, pillows needed to sleep
household_size: people at home, household size, people in the household, people in the home
wet_diapers: wet diapers, wet diaper, wet diapers in the past 24 hours, wet nappies
er_visits: been to the er, been to the emergency room, gone to the er, went to the er, er visits, er visit,
  ed visits, emergency visits, emergency room visits, emergency room visit, emergency department visits,
  trips to the er, emergency visits in the past 12 months, ed visit, trips to the emergency room,
  trips to the emergency department, visits to the emergency room, visits to the er
ear_infections: ear infections in the past 12 months, ear infections
hospitalizations: hospitalizations, hospital admissions, admissions
apgar: apgar
birth_weight: birth weight
gestation: gestational age
waist: waist, waist circumference
anion_gap: anion gap
inr: inr
ferritin: ferritin
bilirubin: bilirubin
albumin: serum albumin
curb65: curb 65, curb65, curb 65 score
"""

FINDINGS = """
thirst: excessively thirsty, unquenchable thirst, drinking a ton of water, drinking constantly,
  excessive thirst, thirst, thirsty, polydipsia, thirstier, always thirsty, a dry mouth, drinking nonstop
polyuria: polyuria, frequent urination, urinating often, urinating frequently, peeing a lot,
  peeing all the time, passing large amounts of urine, urinary frequency, peeing constantly,
  urinating all the time, peeing nonstop, urinates frequently
nocturia: nocturia, getting up at night to pee, up at night to pee
burning_urination: burning while urinating, burning when urinating, burns to pee, pain when urinating,
  stinging when, burning pee, peeing burns, dysuria, burning on urination, burning when peeing,
  painful urination, burning with urination, burns when i pee, burns when she pees, burns when he pees,
  stings when, stinging urination, burning urination, hurts to pee, pain with urination
fatigue: no get up and go, run ragged, drained, lack of energy, dog tired, fatigue, fatigued, tired,
  tiredness, exhausted, exhaustion, worn out, no energy, low energy, lethargy, wiped out, feeling worn out,
  weary, run down
weight_loss: weight loss, losing weight, lost weight, unintentional weight loss, unintended weight loss,
  weight loss without trying, dropped weight, dropping weight, dropping pounds
weight_gain: weight gain, gaining weight, gained weight, putting on weight
blurred_vision: blurred vision, blurry vision, blurry eyesight, vision is blurry, vision has been blurry,
  vision blurred, vision is blurred, visual blurring, blurring of vision, trouble seeing clearly,
  vision has gotten blurry, vision got blurry, eyes blurry
tingling_feet: tingling in the feet, tingling feet, pins and needles, tingling in his feet,
  tingling in her feet, tingling in my feet, numb feet, foot tingling, paresthesias, tingling in both feet,
  numbness or tingling of the feet, tingling
chest_pain: chest pain, chest pressure, chest tightness, chest discomfort, angina, pain in the chest,
  pain in his chest, pain in her chest, pain in my chest, chest pains, chest pain or discomfort,
  tightness in the chest, pleuritic pain
palpitations: palpitation, heart pounds, heart races, racing heartbeat, heart was racing, heart is racing,
  heart has been racing, palpitations, heart racing, racing heart, fluttering, fluttering in my chest,
  heart fluttering, heart pounding, heart skipping, heart flutters, my heart racing, skipped beats,
  pounding heart
breathlessness: shortness of breath, short of breath, dyspnea, dyspneic, breathless, breathlessness, sob,
  winded, trouble breathing, difficulty breathing, trouble catching my breath, out of breath,
  shortness of breath on exertion, dyspnea on exertion, labored breathing, hard to breathe,
  struggling to breathe
orthopnea: orthopnea, breathless lying flat, short of breath lying flat, trouble breathing lying flat,
  cannot lie flat, can't lie flat, unable to lie flat, short of breath when lying flat, cannot sleep flat,
  can't sleep flat, short of breath when lying down, breathless when lying flat
night_breathlessness: paroxysmal nocturnal dyspnea, pnd, waking up gasping, wakes up gasping,
  wake up gasping, woke up gasping, gasping for air, wakes gasping, waking at night short of breath,
  gasping at night
fainting: syncope, fainted, fainting, passed out, passing out, lost consciousness, loss of consciousness,
  lose consciousness, blacked out, blacking out, faint spell, collapsed, fainting spell, syncopal episode,
  faints, pass out, black out
dizziness: dizziness, dizzy, lightheaded, lightheadedness, light headed, light headedness, vertigo
nausea: nausea, nauseous, nauseated, queasy, queasiness, sick to my stomach, sick to her stomach,
  sick to his stomach
vomiting: vomiting, vomited, vomit, throwing up, thrown up, threw up, throw up, emesis, puking, puked,
  throws up, vomits, been sick to
diarrhea: diarrhea, diarrhoea, loose stools, loose stool, the runs, watery stools, runny stools,
  runny diapers, loose bowel movements
constipation: constipation, constipated
abdominal_pain: abdominal pain, belly pain, stomach pain, stomach ache, stomachache, tummy ache, bellyache,
  abd pain, belly ache, tummy pain
flank_pain: flank pain
back_pain: back pain, backache
headache: head hurts, head aches, head is killing, headache, headaches, head pain, head is pounding,
  head pounding, head hurts
neck_stiffness: neck stiffness, stiff neck, nuchal rigidity, neck is stiff, neck was stiff, meningismus
fever: fever, fevers, febrile, pyrexia, feverish, running a temperature, a temperature, high temperature,
  running a fever, fever and
chills: chill, shaking chill, shivering, shivered, chills, shivers, rigors, shaking chills, the shakes
night_sweats: night sweats, drenching sweats, sweating at night, sweats at night, soaking the sheets
cough: cough, coughing, coughs, coughed, coughing his lungs out, coughing her lungs out, hacking
sputum: sputum, sputum production, phlegm, productive cough, bringing up phlegm
coughing_blood: hemoptysis, coughing up blood, coughed up blood, coughing blood, blood in the sputum,
  blood in my phlegm, bloody sputum, frank blood, blood in his sputum, blood in her sputum, cough up blood,
  coughs up blood, spitting up blood
wheeze: wheeze, wheezing, wheezes, wheezy, wheezed
runny_nose: runny nose, rhinorrhea, nose is running, nose running, stuffy nose, runny or blocked nose,
  nasal discharge, nose has been running, nasal congestion, congested nose
sore_throat: sore throat, throat pain, pharyngitis, throat hurts, throat is sore, odynophagia
ear_pain: ear pain, earache, otalgia, ear hurts, ear ache, earaches, says that the ear hurts
ear_discharge: ear discharge, otorrhea, runny ear, discharge from the ear, ear drainage, draining ear,
  stuff coming out of the ear
ear_tugging: pulling at, pulling on, tugging at, tugging on, ear tugging, tugging at the ear,
  pulling on the ear, pulling at the ear, ear pulling, tugging at her ear, tugging at his ear,
  pulling on his ear, pulling on her ear, pulling at his ear, pulling at her ear, tugging on his ear,
  tugging on her ear, pulls at, rubbing the ear, ear tugging or rubbing, pulls on, tugs at
hearing_loss: hearing loss, trouble hearing, hard of hearing, decreased hearing, reduced hearing
rash: rash, rashes, skin eruption, exanthem
irritability: irritability, irritable, fussy, fussiness, cranky, crankiness, inconsolable, hard to console
poor_feeding: poor feeding, not eating well, feeding poorly, off his food, off her food, poor appetite,
  not feeding well, poor oral intake, eating poorly, refusing to eat, eating and drinking less,
  feeds poorly, not eating
anorexia: loss of appetite, no appetite, anorexia, decreased appetite
ankle_swelling: ankle swelling, swollen ankles, leg swelling, swollen legs, pedal edema, peripheral edema,
  ankle edema, leg edema, puffy ankles, swelling of the ankles, swelling of the legs, swelling in the legs,
  swelling in the ankles, ankles swell, puffy feet, lower extremity edema, edema of the legs
calf_pain: calf pain, calf tenderness
toe_pain: big toe pain, toe pain, pain in the toe
arm_weakness: arm weakness, weak arm
leg_weakness: leg weakness
confusion: confusion, confused, disoriented, muddled thinking
myalgia: muscle aches, myalgia, myalgias, body aches, aching all over
cold_intolerance: cold intolerance, always cold, intolerance to cold, freezing all the time,
  sensitive to cold, intolerant of cold, can't stand the cold, cold all the time
itching: itching, pruritus, itchy
numbness: numbness
crackles: crackles, rales, crackles on auscultation, crackles over the lungs, crepitations
retractions: chest wall retractions, retractions, retracting
pitting_edema: pitting edema, pitting oedema
heart_murmur: heart murmur, murmur, systolic murmur
tonsil_exudate: exudate, exudates, tonsils are covered in pus, tonsils covered in pus, pus on both tonsils,
  tonsillar exudate, tonsillar exudates, exudate on the tonsils, exudates on the tonsils,
  pus on the tonsils, pus on her tonsils, pus on his tonsils, exudative tonsils
bulging_eardrum: bulging tympanic membrane, bulging eardrum, tympanic membrane is bulging,
  eardrum is bulging, eardrum bulging, tympanic membrane bulging, eardrum was bulging,
  tympanic membrane was bulging, bulging tm, tm bulging, tm is bulging, bulging drum
foot_ulcer: ulcer is on, ulcer on the right foot, ulcer on the left foot, foot ulcer, foot ulceration,
  ulcer on the foot, ulcer on his foot, ulcer on her foot, foot sore, sore on his foot, sore on her foot,
  diabetic foot ulcer
raised_jvp: raised jugular venous pressure, elevated jvp, jvd, jugular venous distension,
  jugular venous distention
type_2_diabetes: type 2 diabetes, type 2 diabetes mellitus, t2dm, t2d, type ii diabetes, dm2,
  adult onset diabetes, sugar diabetes, diabetes, diabetic, diabetes mellitus, type 2 diabetic, dm
type_1_diabetes: type 1 diabetes, type 1 diabetes mellitus, t1dm, type i diabetes
gestational_diabetes: gestational diabetes, gdm, diabetes in pregnancy, diabetes during pregnancy,
  pregnancy diabetes
retinopathy: diabetic retinopathy, retinopathy, diabetic eye disease
hypertension: hypertension, high blood pressure, htn, hypertensive, elevated blood pressure
high_cholesterol: hyperlipidemia, high cholesterol, dyslipidemia, hypercholesterolemia, hld
heart_failure: heart failure, congestive heart failure, chf, hfref, hfpef, weak heart, hf, cardiac failure,
  bad heart
atrial_fibrillation: atrial fibrillation, afib, a fib, atrial fib, af, irregular heartbeat
heart_attack: myocardial infarction, heart attack, mi, heart attacks, stemi, nstemi, coronary
coronary_disease: coronary artery disease, cad, coronary disease
stroke: stroke, cva, strokes, cerebrovascular accident, brain attack
chronic_kidney_disease: chronic kidney disease, ckd, kidney disease, chronic renal insufficiency,
  kidney trouble
copd: copd, chronic obstructive pulmonary disease, emphysema, chronic bronchitis
asthma: asthma, asthmatic
eczema: eczema, atopic dermatitis, atopic eczema
reflux: gastroesophageal reflux, gastroesophageal reflux disease, acid reflux, gerd, reflux, heartburn
gout: gout, gouty arthritis
hypothyroidism: hypothyroidism, underactive thyroid, hypothyroid, thyroid problem, thyroid disease,
  thyroid trouble, thyroid condition, low thyroid
migraine: migraine, migraines
depression: depression, depressed, depressive disorder
anxiety: anxiety
epilepsy: epilepsy, seizures, seizure disorder, seizure, epileptic
cancer: cancer, malignancy
colon_cancer: colon cancer, colorectal cancer, bowel cancer
breast_cancer: breast cancer
sleep_apnea: obstructive sleep apnea, sleep apnea, osa
pneumonia: pneumonia
dementia: dementia, memory trouble
otitis_media: acute otitis media, otitis media, ear infection, aom, middle ear infection, infected ear
preterm_birth: preterm birth, premature birth, born early, born prematurely, preemie, premature,
  born preterm
pregnancy: pregnancy, pregnant, expecting, being pregnant
vaccinations_current: immunizations up to date, shots up to date, vaccinations up to date,
  vaccines up to date, up to date on her shots, up to date on his shots, up to date with vaccines,
  immunizations are up to date, fully vaccinated, fully immunized, immunizations current,
  up to date on vaccines, up to date on immunizations, up to date on vaccinations,
  up to date on all vaccinations, up to date with immunizations, caught up on shots, shots are up to date,
  vaccines are up to date, up to date with his shots, up to date with her shots
daycare: attends daycare, daycare, day care, attends a day care center, day care center
breastfed: breastfed, breast fed, breastfeeding, nursed, breastfeeds
secondhand_smoke: secondhand smoke at home, secondhand smoke, second hand smoke, passive smoke,
  smoke exposure at home, smokers at home, smokes in the house, smoke in the house, smokes indoors,
  smokes at home, smoker at home
exercise: walks daily, goes to the gym, works out regularly, jogs, hits the gym, regular exercise,
  exercises regularly, works out, exercises, exercise regularly
vaping: vaping, vapes, e cigarettes, vape, e cigarette
recent_travel: back from a trip, returned from a trip, came back from overseas, just got back from,
  recent travel abroad, recent travel, traveled abroad, travelled abroad, travel abroad,
  out of the country, traveled overseas, foreign travel, been abroad, overseas travel, recently traveled,
  travelled recently, traveled recently, trip abroad, international travel
appendectomy: appendectomy, appendix out, appendix removed, appendix taken out, appendicectomy
gallbladder_removal: cholecystectomy, gallbladder out, gallbladder removed, gallbladder taken out,
  gallbladder removal, gallbladder surgery
bypass_surgery: coronary artery bypass grafting, bypass, cabg, bypass surgery, coronary bypass,
  open heart surgery
pacemaker: pacemaker, pacer
knee_replacement: knee replacement, knee replaced, artificial knee, new knee, total knee arthroplasty, tka,
  prosthetic knee, knee was replaced
ear_tubes: tympanostomy tubes, ear tubes, pe tubes, tubes in his ears, tubes in her ears,
  tubes in the ears, tympanostomy tubes in the past, tympanostomy
c_section: c section, cesarean section, cesarean
hysterectomy: hysterectomy
tonsillectomy: tonsillectomy, tonsils out
"""

DRUGS = """
metformin: metformin, glucophage, metformin extended release
glipizide: glipizide, glucotrol, sulfonylurea
empagliflozin: empagliflozin, jardiance, sglt2 inhibitor
insulin_glargine: insulin glargine, glargine, lantus, basaglar, toujeo, long acting insulin, basal insulin,
  insulin
atorvastatin: atorvastatin, lipitor, statin
rosuvastatin: rosuvastatin, crestor, statin
simvastatin: simvastatin, zocor, statin
lisinopril: lisinopril, zestril, prinivil, ace inhibitor
losartan: losartan, cozaar, arb
sacubitril_valsartan: sacubitril valsartan, sacubitril and valsartan, entresto
amlodipine: amlodipine, norvasc, calcium channel blocker
hydrochlorothiazide: hydrochlorothiazide, hctz
metoprolol: metoprolol, lopressor, toprol, metoprolol tartrate, metoprolol succinate, beta blocker
carvedilol: carvedilol, coreg, beta blocker
bisoprolol: bisoprolol, beta blocker
furosemide: furosemide, lasix, water pill, water pills
spironolactone: spironolactone, aldactone
digoxin: digoxin, lanoxin
warfarin: warfarin, coumadin, blood thinner, anticoagulated, anticoagulant, anticoagulation, blood thinners
apixaban: apixaban, eliquis, blood thinner, anticoagulated, anticoagulant, anticoagulation, blood thinners
rivaroxaban: rivaroxaban, xarelto, blood thinner, anticoagulated, anticoagulant, anticoagulation,
  blood thinners
aspirin: aspirin, asa, baby aspirin
clopidogrel: clopidogrel, plavix
omeprazole: omeprazole, prilosec, ppi, proton pump inhibitor
levothyroxine: levothyroxine, synthroid, thyroid pill, thyroid medication, thyroid medicine, levothyroxin
sumatriptan: sumatriptan, imitrex, triptan
albuterol: albuterol, rescue inhaler, ventolin, proair, salbutamol, albuterol inhaler, proventil
fluticasone: fluticasone, flovent, fluticasone inhaler, inhaled steroid, steroid inhaler, controller inhaler
tiotropium: tiotropium, spiriva, tiotropium inhaler
prednisone: prednisone, deltasone
prednisolone: prednisolone, orapred
amoxicillin: amoxicillin, amox, amoxil
azithromycin: azithromycin, azithro, z pak, zpak, zithromax, z pack
ciprofloxacin: ciprofloxacin, cipro
acetaminophen: acetaminophen, tylenol, paracetamol
ibuprofen: ibuprofen, advil, motrin
naproxen: naproxen, aleve
allopurinol: allopurinol, zyloprim
colchicine: colchicine
oral_contraceptive: oral contraceptive, birth control pill, birth control pills, oral contraceptives,
  the pill, ocp, ocps, birth control
sertraline: sertraline, zoloft
gabapentin: gabapentin, neurontin
home_oxygen: home oxygen, oxygen at home, home o2, o2 at home, supplemental oxygen at home
vitamin_d: vitamin d, vitamin d drops
dapagliflozin: dapagliflozin, farxiga
"""

# words that say a finding is not there
ANTONYMS = """
vaccinations_current: behind on his shots, behind on her shots, behind on shots, behind on vaccines,
  unvaccinated, behind on vaccinations, behind on immunizations, missed vaccines, missed several vaccines,
  overdue for vaccines, missing vaccines, behind on his vaccines, behind on her vaccines, unimmunized,
  overdue for shots, missed her shots, missed his shots, missing shots
secondhand_smoke: smoke free house, smoke free home, smoke free household, nobody smokes at home,
  no one smokes at home, nobody smokes in the house, no one smokes in the house, no smokers at home,
  no smokers in the house, nobody at home smokes, no one at home smokes, no smokers in the home,
  nobody in the house smokes
exercise: sedentary, couch potato, inactive, never exercises, gets no exercise, no exercise
preterm_birth: full term, born at term, term birth, born on time, term infant, term baby
breastfed: bottle fed from birth, never breastfed, formula fed, bottle fed only, exclusively formula,
  formula only, only formula, formula feeding
weight_loss: weight has been stable, stable weight, weight is stable, weight stable, weight is steady,
  weight steady, weight has been steady
crackles: lungs are clear, lungs clear, clear lungs, clear to auscultation, lungs were clear,
  chest is clear, lungs sound clear
heart_murmur: no murmurs, without murmurs
appendectomy: still has his appendix, still has her appendix, appendix still in, appendix in place
gallbladder_removal: still has his gallbladder, still has her gallbladder, gallbladder still in,
  gallbladder in place
neck_stiffness: neck is supple, neck supple, supple neck, neck was supple
hearing_loss: hears just fine, hears everything, hears fine, hearing is fine, hearing is normal,
  hearing is intact, hears well, hearing normal
blurred_vision: vision is fine, vision is clear, sees clearly, eyesight is fine, vision is sharp,
  sees fine, eyesight is sharp
orthopnea: lies flat comfortably, sleeps flat, can lie flat, sleeps flat on his back,
  sleeps flat on her back, lies flat without, comfortable lying flat
rash: skin is clear, skin clear, clear skin
daycare: stays home with, stays at home with, cared for at home, not in daycare
recent_travel: hasn't left town, has not traveled, stayed in the country
pregnancy: not with child
constipation: bowels regular
poor_feeding: feeding like a champ, eats like a horse, eating like a horse, eating well, feeding well,
  eats well, good appetite, feeds well, nursing well, eating normally, feeding normally, eating fine,
  eating like a champ
irritability: happy and playful, calm and content, easily consoled
bulging_eardrum: eardrums are flat, tympanic membranes flat, eardrum is flat
"""

ALLERGENS = """
penicillin: penicillin, pcn, penicillins
sulfa: sulfa, sulfonamide, sulfonamides, sulfa drugs, bactrim
latex: latex
peanut: peanut, peanuts, nuts
egg: egg, eggs
shellfish: shellfish, shrimp
drug: drug, any drug, medication, medications, drugs, medicine, medicines, known drug
"""

# body part and complaint said apart: "pressure in the chest", "his ankles have puffed up"
SITES = """
chest: chest, breastbone
ankle: ankle, ankles, leg, legs, feet, lower extremities, shins
toe: toe, big toe, great toe
flank: flank
throat: throat
ear: ear, ears
belly: belly, stomach, abdomen, tummy
head: head
arm: arm, arms
calf: calf
nose: nose
neck: neck
back: back
eyes: vision, eyesight, sight
"""

COMPLAINTS = """
pain: pain, pains, painful, hurt, hurts, hurting, ache, aches, aching, sore, tender, agony, on fire,
  killing me, throbbing, throbs
pressure: pressure, tightness, squeezing, discomfort, heaviness
swelling: swelling, swollen, puffed up, puffy, puff up, swell, swell up, edema, swells, ballooned
weakness: weakness, weak, weaker, heavy
discharge: discharge, drainage, draining, gunk, pus, fluid, leaking, oozing
stiffness: stiff, stiffness
blur: blurry, blurred, fuzzy, blurs
numbness: tingling, tingle, numb, numbness
running: runny, running, congested
"""

SITE_COMPLAINTS: dict[tuple[str, str], str] = {
    ("chest", "pain"): "chest_pain",
    ("chest", "pressure"): "chest_pain",
    ("ankle", "swelling"): "ankle_swelling",
    ("toe", "pain"): "toe_pain",
    ("flank", "pain"): "flank_pain",
    ("throat", "pain"): "sore_throat",
    ("ear", "pain"): "ear_pain",
    ("ear", "discharge"): "ear_discharge",
    ("belly", "pain"): "abdominal_pain",
    ("head", "pain"): "headache",
    ("arm", "weakness"): "arm_weakness",
    ("calf", "pain"): "calf_pain",
    ("back", "pain"): "back_pain",
    ("neck", "stiffness"): "neck_stiffness",
    ("eyes", "blur"): "blurred_vision",
    ("ankle", "numbness"): "tingling_feet",
    ("nose", "running"): "runny_nose",
}


def table_of(text: str) -> dict[str, tuple[str, ...]]:
    """Key to terms."""
    rows = (line.partition(":") for line in text.strip().replace("\n  ", " ").splitlines())  # indented: goes on
    return {key.strip(): tuple(t.strip() for t in terms.split(",")) for key, _, terms in rows}
