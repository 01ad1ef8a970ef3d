"""What clinicians and patients call symptoms, signs, conditions and procedures, and the words that deny them."""

from __future__ import annotations

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
