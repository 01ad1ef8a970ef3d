"""Drugs by every name, the classes they are called by, and what people are allergic to."""

from __future__ import annotations

DRUGS = """
metformin: metformin, glucophage, metformin extended release
glipizide: glipizide, glucotrol, sulfonylurea
empagliflozin: empagliflozin, jardiance, sglt2 inhibitor
insulin_glargine: insulin glargine, glargine, lantus, basaglar, toujeo, long acting insulin, basal insulin,
  insulin
atorvastatin: atorvastatin, lipitor
rosuvastatin: rosuvastatin, crestor
simvastatin: simvastatin, zocor
lisinopril: lisinopril, zestril, prinivil
losartan: losartan, cozaar
sacubitril_valsartan: sacubitril valsartan, sacubitril and valsartan, entresto
amlodipine: amlodipine, norvasc
hydrochlorothiazide: hydrochlorothiazide, hctz
metoprolol: metoprolol, lopressor, toprol, metoprolol tartrate, metoprolol succinate
carvedilol: carvedilol, coreg
bisoprolol: bisoprolol
furosemide: furosemide, lasix, water pill, water pills
spironolactone: spironolactone, aldactone
digoxin: digoxin, lanoxin
warfarin: warfarin, coumadin, blood thinner, anticoagulated, anticoagulant, anticoagulation, blood thinners
apixaban: apixaban, eliquis, blood thinner, anticoagulated, anticoagulant, anticoagulation, blood thinners
rivaroxaban: rivaroxaban, xarelto, blood thinner, anticoagulated, anticoagulant, anticoagulation,
  blood thinners
aspirin: aspirin, asa, baby aspirin
clopidogrel: clopidogrel, plavix
omeprazole: omeprazole, prilosec
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
propranolol: propranolol, inderal
atenolol: atenolol, tenormin
valsartan: valsartan, diovan
enalapril: enalapril, vasotec
ramipril: ramipril, altace
diltiazem: diltiazem, cardizem
torsemide: torsemide, demadex
bumetanide: bumetanide, bumex
chlorthalidone: chlorthalidone
pravastatin: pravastatin, pravachol
ezetimibe: ezetimibe, zetia
nitroglycerin: nitroglycerin, nitro, sublingual nitro
amiodarone: amiodarone, pacerone
dabigatran: dabigatran, pradaxa
enoxaparin: enoxaparin, lovenox
ticagrelor: ticagrelor, brilinta
insulin_lispro: insulin lispro, lispro, humalog
semaglutide: semaglutide, ozempic, wegovy
liraglutide: liraglutide, victoza
sitagliptin: sitagliptin, januvia
pioglitazone: pioglitazone, actos
montelukast: montelukast, singulair
budesonide: budesonide, pulmicort
salmeterol: salmeterol, serevent
cetirizine: cetirizine, zyrtec
loratadine: loratadine, claritin
diphenhydramine: diphenhydramine, benadryl
pantoprazole: pantoprazole, protonix
esomeprazole: esomeprazole, nexium
famotidine: famotidine, pepcid
ondansetron: ondansetron, zofran
doxycycline: doxycycline, vibramycin
cephalexin: cephalexin, keflex
cefdinir: cefdinir, omnicef
ceftriaxone: ceftriaxone, rocephin
levofloxacin: levofloxacin, levaquin
nitrofurantoin: nitrofurantoin, macrobid
amoxicillin_clavulanate: amoxicillin clavulanate, augmentin, amox clav
escitalopram: escitalopram, lexapro
citalopram: citalopram, celexa
fluoxetine: fluoxetine, prozac
bupropion: bupropion, wellbutrin
venlafaxine: venlafaxine, effexor
duloxetine: duloxetine, cymbalta
trazodone: trazodone, desyrel
amitriptyline: amitriptyline, elavil
lorazepam: lorazepam, ativan
alprazolam: alprazolam, xanax
zolpidem: zolpidem, ambien
methylphenidate: methylphenidate, ritalin, concerta
topiramate: topiramate, topamax
levetiracetam: levetiracetam, keppra
lamotrigine: lamotrigine, lamictal
tramadol: tramadol, ultram
oxycodone: oxycodone, oxycontin, percocet
hydrocodone: hydrocodone, vicodin, norco
morphine: morphine
codeine: codeine
meloxicam: meloxicam, mobic
celecoxib: celecoxib, celebrex
methotrexate: methotrexate, trexall
hydroxychloroquine: hydroxychloroquine, plaquenil
tamsulosin: tamsulosin, flomax
finasteride: finasteride, proscar
alendronate: alendronate, fosamax
iron: iron, ferrous sulfate, iron pills
cyclobenzaprine: cyclobenzaprine, flexeril
"""

ALLERGENS = """
penicillin: penicillin, pcn, penicillins
sulfa: sulfa, sulfonamide, sulfonamides, sulfa drugs, bactrim
amoxicillin: amoxicillin, amoxil, amox
codeine: codeine
morphine: morphine
aspirin: aspirin
ibuprofen: ibuprofen, nsaids, advil, motrin
contrast: contrast, iodine, contrast dye, iodinated contrast, iv contrast
cephalosporin: cephalosporin, cephalosporins, cephalexin, keflex
milk: milk, dairy, cow's milk
soy: soy
wheat: wheat, gluten
tree_nut: tree nuts, tree nut, walnuts, cashews, almonds
fish: fish
bee: bee stings, bees, bee venom
pollen: pollen, ragweed
latex: latex, rubber gloves
peanut: peanut, peanuts, nuts, peanut butter
egg: egg, eggs, scrambled eggs
shellfish: shellfish, shrimp, crab, lobster
drug: drug, any drug, medication, medications, drugs, medicine, medicines, known drug
"""

# what people call any drug of a class -> drugs
CLASSES: dict[str, str] = {
    "statin, cholesterol pill, cholesterol pills, cholesterol medication, cholesterol medicine, cholesterol drug":
        "atorvastatin rosuvastatin simvastatin pravastatin",
    "ace inhibitor": "lisinopril enalapril ramipril",
    "arb": "losartan valsartan",
    "beta blocker, beta blockers": "metoprolol carvedilol bisoprolol propranolol atenolol",
    "calcium channel blocker": "amlodipine diltiazem",
    "blood pressure pill, blood pressure pills, blood pressure medication, blood pressure medications,"
    " anything for blood pressure, anything for her blood pressure, anything for his blood pressure,"
    " blood pressure medicine, blood pressure meds, blood pressure med, bp meds, bp pill, bp pills, bp medication,"
    " bp medicine, antihypertensive, antihypertensives":
        "lisinopril losartan amlodipine hydrochlorothiazide metoprolol carvedilol bisoprolol valsartan enalapril"
        " ramipril diltiazem atenolol chlorthalidone",
    "diabetes pill, diabetes pills, diabetes medication, diabetes medicine, diabetes meds, diabetes drug, sugar pill":
        "metformin glipizide empagliflozin dapagliflozin sitagliptin pioglitazone",
    "sugar pills, medicine for her diabetes, medicine for his diabetes": "metformin glipizide empagliflozin",
    "insulin, insulin shots, insulin injections": "insulin_glargine insulin_lispro",
    "blood thinner, blood thinners, anticoagulant, anticoagulants, anticoagulated, anticoagulation":
        "warfarin apixaban rivaroxaban dabigatran enoxaparin",
    "water pill, water pills, diuretic, diuretics": "furosemide torsemide bumetanide",
    "ppi, proton pump inhibitor, heartburn medicine, heartburn pill, reflux medicine, stomach acid pill":
        "omeprazole pantoprazole esomeprazole",
    "antidepressant, antidepressants, ssri": "sertraline escitalopram citalopram fluoxetine venlafaxine duloxetine",
    "antibiotic, antibiotics":
        "amoxicillin azithromycin ciprofloxacin doxycycline cephalexin cefdinir levofloxacin nitrofurantoin"
        " amoxicillin_clavulanate ceftriaxone",
    "nsaid, nsaids, anti inflammatory": "ibuprofen naproxen meloxicam celecoxib",
    "opioid, opioids, narcotic, narcotics": "oxycodone hydrocodone tramadol morphine codeine",
    "oral steroid, oral steroids, steroid pills": "prednisone prednisolone",
    "antihistamine, antihistamines, allergy pill": "cetirizine loratadine diphenhydramine",
    "triptan, triptans": "sumatriptan",
}  # fmt: skip
