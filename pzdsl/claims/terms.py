"""What clinicians and patients call measurements: one concept a line, its key first, then every term for it.

A fact belongs to a concept when its name, label or a lay phrase is one of the terms; then all of them speak
of it. Concepts without a fact matter too: a number beside `LDL` is not the weight of the next clause.
"""

from __future__ import annotations

MEASURES = """
hba1c: a1c, hba1c, hgba1c, hb a1c, hemoglobin a1c, haemoglobin a1c, glycated hemoglobin, glycohemoglobin,
  sugar average, three month sugar, 3 month sugar, average sugar
fasting_glucose: sugar before breakfast, morning sugar, fasting sugars, fasting glucose, fasting plasma glucose,
  fasting sugar, fasting blood sugar,
  fasting blood glucose, fbs, fbg, fpg
glucose: glucose, blood sugar, blood glucose, sugar level, sugar reading, serum glucose, plasma glucose,
  sugar, sugars, blood sugars
random_glucose: random glucose, fingerstick, finger stick, accucheck, accu chek, random blood sugar,
  random sugar, glucometer, meter, fingerstick glucose, dexi, point of care glucose, poc glucose
mean_glucose: estimated average glucose, average glucose, mean glucose
systolic: systolic, systolic blood pressure, systolic pressure, sbp, top number, upper number,
  upper pressure
diastolic: diastolic, diastolic blood pressure, diastolic pressure, dbp, bottom number, lower number,
  lower pressure
bp: bp, blood pressure, b p, pressure reading, cuff pressure
pulse: heart was ticking, heart is ticking, heart 's ticking, ticking along at, ticking along, heart was
  thumping, heart thumping along,
  heart is thumping, heart clipping along, ticks along, clipping along at, resting rate, heart rate, hr, pulse,
  pulse rate, heartbeat, heart beat, ventricular rate, beats per minute,
  tachycardic, bradycardic, heart is racing at, racing at, heart racing at, heart is beating,
  heart was beating, heart beating, heart was going, heart going, heart is going, heart clocked,
  heart 's going, heart 's beating, heart 's racing at, ticker,
  pulse ox hr, apical pulse, hr apical, heart beats, pulse was clocked, radial pulse, bpm
respiratory_rate: respiratory rate, rr, breathing rate, respirations, resp rate, breaths, breathes,
  breaths per minute, breathing, tachypneic, resps, breaths a minute
spo2: oxygen saturations, ox sat, pulse oximetry reading, sat 'ing, spo2, sao2, oxygen saturation, o2
  saturation, o2 sat, o2 sats, oxygen sat, sat, sats, saturation,
  saturations, satting, sating, saturating, pulse ox, pulse oximetry, pulse oximeter, oximeter, oximetry,
  oxygen level, oxygen levels, oxygenating, oxygen saturation on room air, oxygen,
  o2, o2 level, oxygen reading, finger probe, pulse oximeter reading
temperature: running a, ran a, spiked a, spiked to, spiking to, spiked at, fever topped out at, fever reached,
  fever hit, fever peaked at, fever climbed to,
  fever was, fever maxed out at, fever at, topped out at, fever spiked to, fever as high as, temp topped out at,
  temperature, body temperature, temp, tmax, t max, thermometer, febrile, afebrile,
  fever reading, fever of, fever to, fever up to, ran a fever of
weight: weight, body weight, weighs, weighing, weighed, weigh, wt, tips the scales, scale, scales,
  tipped the scales, on the scale, weight in clinic
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
egfr: kidneys filter at, kidneys filtering at, kidneys are filtering at, kidneys work at, kidneys working at,
  egfr, gfr, estimated gfr, estimated glomerular filtration rate, glomerular filtration rate,
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
alt: alt, sgpt, alanine aminotransferase
ast: ast, sgot, aspartate aminotransferase
nihss: nihss, nih stroke scale, stroke scale, nih stroke score
tsh: tsh, thyroid stimulating hormone, thyrotropin, thyroid level
uric_acid: uric acid, serum uric acid, urate, serum urate, uric acid level
urine_acr: urine albumin to creatinine ratio, albumin to creatinine ratio, albumin creatinine ratio,
  urine albumin creatinine ratio, uacr, acr, microalbumin, urine microalbumin, albuminuria,
  protein in the urine, urine albumin
peak_flow: could only blow, blew, can only blow, blows, blowing, peak flow, peak expiratory flow, pef, pefr,
  peak flow meter, peak flows
pain_score: pain score, pain scale, pain score out of 10, pain out of ten, pain rating, pain level,
  rates the pain, rates his pain, rates her pain, rate the pain, pain as
pack_years: pack years, pack year, pack year history, cumulative smoking
cigarettes: smokes, smoking, smoke, cigarettes, cigarettes a day, cigarettes per day,
  cigarettes smoked per day, cigarette, cigs, smokes a day
packs: pack, packs, ppd
drinks: drinks, alcoholic drinks, drinks a week, drinks per week, alcoholic drinks per week,
  alcoholic beverages, beers, beer, glasses of beer, drinks of alcohol, alcoholic drink, shots of,
  glasses of wine, glass of wine, drink, units of alcohol
sleep: hours of sleep per night, hours of sleep, sleep duration, hours of sleep a night
coffee: cups of coffee, coffees, cups of coffee a day, coffee
sweet_drinks: sugar sweetened drinks, sodas, soda, sweet drinks, sugary drinks, sugar sweetened drinks a day
children: mother of, father of, mom of, dad of, mother to, father to, children, kids, babies,
  number of children, child, sons and daughters
siblings: siblings, brothers and sisters, number of siblings, sibling
pillows: pillows, pillow, pillows needed to sleep
household_size: household consists of, household numbers, household of, household has,
  people live in the household, people in the house, people live in the house, people living
  there, people live there,
  people in the family, people under one roof, people under the roof, in the household, people live at home,
  people at home, household size, people in the household, people in the home
wet_diapers: wet diapers, diapers wet, wet diaper, wet diapers in the past 24 hours, wet nappies
er_visits: been to the er, been to the emergency room, gone to the er, went to the er, er visits, er visit,
  ed visits, emergency visits, emergency room visits, emergency room visit, emergency department visits,
  trips to the er, emergency visits in the past 12 months, ed visit, trips to the emergency room,
  trips to the emergency department, visits to the emergency room, visits to the er
ear_infections: ear infections in the past 12 months, ear infections
hospitalizations: in the hospital, hospitalized, hospitalised, admitted to the hospital, admitted, hospital
  stays, inpatient stays, been admitted,
  hospital admission, hospital stay, been in the hospital, been hospitalized, hospitalizations, hospital
  admissions, admissions
apgar: apgar
birth_weight: birth weight
gestation: gestational age, born at, was born at, delivered at, gestation at birth
waist: waist, waist circumference
anion_gap: anion gap
inr: inr
ferritin: ferritin
bilirubin: bilirubin
albumin: serum albumin
curb65: curb 65, curb65, curb 65 score
"""


def table_of(text: str) -> dict[str, tuple[str, ...]]:
    """Key to terms."""
    rows = (line.partition(":") for line in text.strip().replace("\n  ", " ").splitlines())  # indented: goes on
    return {key.strip(): tuple(t.strip() for t in terms.split(",")) for key, _, terms in rows}
