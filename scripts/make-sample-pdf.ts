/**
 * Makes resources/samples/pdf-chart/hip-replacement.pdf, the sample chart that is a PDF:
 * a consultation letter, a history and physical, an operative report, a table of
 * laboratory results, and a discharge summary, all invented.
 *
 *   node scripts/make-sample-pdf.ts
 *
 * The same version of pdfkit always writes the same bytes.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';

const PAGES = 5;
const LEFT = 54;
const RIGHT = 54;
const BODY_TOP = 122;
const INK = '#1a1a1a';
const ACCENT = '#1f4e6b';
const RULE = '#9aa8b2';
const SHADE = '#eef2f5';

const doc = new PDFDocument({
  size: 'LETTER',
  margins: { top: 48, bottom: 40, left: LEFT, right: RIGHT },
  compress: true,
  lang: 'en-US',
  info: {
    Title: 'Sample E: right total hip replacement',
    Subject: 'Invented chart for demonstration',
    Author: 'The Rubricator authors',
    CreationDate: new Date(Date.UTC(2026, 3, 1)),
  },
});

const width = doc.page.width - LEFT - RIGHT;
let page = 0;

function startPage(title: string, department: string, date: string): void {
  if (page > 0) doc.addPage();
  page += 1;
  doc.font('Helvetica-Bold').fontSize(13).fillColor(ACCENT).text('EXAMPLE GENERAL HOSPITAL', LEFT, 44);
  doc.font('Helvetica').fontSize(8.5).fillColor(INK).text(department, LEFT, 61);
  const box = 236;
  const boxLeft = doc.page.width - RIGHT - box;
  doc.lineWidth(0.6).rect(boxLeft, 40, box, 38).stroke(RULE);
  doc
    .font('Helvetica-Bold')
    .fontSize(8.5)
    .text('Patient: Sample E', boxLeft + 8, 46);
  doc.font('Helvetica').fontSize(8.5);
  doc.text('Female, 72 years', boxLeft + 130, 46);
  doc.text('Record: 00-00-05', boxLeft + 8, 61);
  doc.text(date, boxLeft + 130, 61);
  doc
    .moveTo(LEFT, 88)
    .lineTo(doc.page.width - RIGHT, 88)
    .lineWidth(1.2)
    .stroke(ACCENT);
  doc.font('Helvetica-Bold').fontSize(12.5).fillColor(INK).text(title, LEFT, 97);

  const foot = doc.page.height - 56;
  doc
    .moveTo(LEFT, foot - 6)
    .lineTo(doc.page.width - RIGHT, foot - 6)
    .lineWidth(0.6)
    .stroke(RULE);
  doc.font('Helvetica').fontSize(7.5).fillColor('#4d5a63');
  doc.text('Invented chart for demonstration. No real patient.', LEFT, foot, { lineBreak: false });
  doc.text(`Page ${page} of ${PAGES}`, LEFT, foot, { width, align: 'right', lineBreak: false });
  doc.fillColor(INK);
  doc.x = LEFT;
  doc.y = BODY_TOP;
}

function heading(words: string): void {
  doc.y += 5;
  doc.font('Helvetica-Bold').fontSize(9.5).fillColor(ACCENT).text(words, LEFT, doc.y, { width });
  doc.fillColor(INK);
  doc.y += 1;
}

function paragraph(words: string): void {
  doc.font('Times-Roman').fontSize(10.5).text(words, LEFT, doc.y, { width, lineGap: 1.2 });
  doc.y += 3;
}

function list(items: string[], numbered = false, left = LEFT, listWidth = width): void {
  doc.font('Times-Roman').fontSize(10.5);
  items.forEach((item, index) => {
    const y = doc.y;
    const mark = numbered ? `${index + 1}.` : '-';
    doc.text(mark, left + 4, y, { lineBreak: false });
    doc.text(item, left + 20, y, { width: listWidth - 20, lineGap: 1.2 });
  });
  doc.y += 3;
}

interface Column {
  title: string;
  width: number;
  align: 'left' | 'right';
}

/** A ruled table; a row of one cell is a shaded heading over the rows below it. */
function table(columns: Column[], rows: string[][]): void {
  const rowHeight = 15.5;
  let y = doc.y + 2;
  const row = (cells: string[], font: string, shade: boolean): void => {
    if (shade) doc.rect(LEFT, y, width, rowHeight).fill(SHADE);
    doc.fillColor(INK).font(font).fontSize(9);
    let x = LEFT;
    columns.forEach((column, index) => {
      const cell = cells[index];
      if (cell !== undefined && cell !== '') {
        const cellWidth = (cells.length === 1 ? width : column.width) - 10;
        doc.text(cell, x + 5, y + 4, { width: cellWidth, align: column.align, lineBreak: false });
      }
      x += column.width;
    });
    doc
      .moveTo(LEFT, y + rowHeight)
      .lineTo(LEFT + width, y + rowHeight)
      .lineWidth(0.4)
      .stroke(RULE);
    y += rowHeight;
  };
  row(
    columns.map((column) => column.title),
    'Helvetica-Bold',
    true,
  );
  for (const cells of rows)
    row(cells, cells.length === 1 ? 'Helvetica-Bold' : 'Helvetica', cells.length === 1);
  doc.x = LEFT;
  doc.y = y + 6;
}

/** Two blocks side by side, each a heading and its items. */
function sideBySide(blocks: [string, string[]][]): void {
  const gap = 24;
  const block = (width - gap) / 2;
  const top = doc.y + 5;
  let bottom = top;
  blocks.forEach(([words, items], index) => {
    const left = LEFT + index * (block + gap);
    doc.font('Helvetica-Bold').fontSize(9.5).fillColor(ACCENT).text(words, left, top, { width: block });
    doc.fillColor(INK);
    doc.y += 1;
    list(items, false, left, block);
    bottom = Math.max(bottom, doc.y);
  });
  doc.x = LEFT;
  doc.y = bottom;
}

function signed(words: string): void {
  doc.y += 6;
  doc.font('Times-Italic').fontSize(9.5).text(words, LEFT, doc.y, { width });
}

startPage('CARDIOLOGY CONSULTATION', 'Department of Cardiology, outpatient clinic', '9 March 2026');
paragraph('To: Department of Orthopedic Surgery');
paragraph('Re: Cardiac assessment before planned right total hip replacement');
heading('REASON FOR CONSULTATION:');
paragraph(
  'Systolic murmur found at the preoperative visit; request for an estimate of the perioperative risk.',
);
heading('HISTORY OF PRESENT ILLNESS:');
paragraph(
  'Thank you for referring this 72-year-old woman with end-stage osteoarthritis of the right hip. A murmur was ' +
    'first heard about five years ago. Her walking distance is limited to 200 m by hip pain, not by breathlessness. ' +
    'She climbs one flight of stairs slowly without chest discomfort. She denies angina, syncope, palpitations, ' +
    'orthopnea, and ankle swelling. She has never had heart failure or rheumatic fever. There is no history of ' +
    'myocardial infarction or stroke.',
);
heading('PAST MEDICAL HISTORY:');
list([
  'Hypertension, treated since 2012',
  'Pure hypercholesterolemia',
  'Age-related osteoporosis without fracture, on alendronate',
  'History of cancer of the left breast in 2011: lumpectomy and radiotherapy, endocrine therapy completed in 2016, no recurrence',
  'Left total knee replacement in 2020',
]);
heading('MEDICATIONS:');
paragraph(
  'Amlodipine 5 mg, lisinopril 20 mg, and rosuvastatin 10 mg once daily; alendronate 70 mg once a week; acetaminophen as needed.',
);
heading('ALLERGIES:');
paragraph('Latex (contact urticaria). No drug allergies.');
heading('FAMILY HISTORY:');
paragraph('Her father died of a stroke at 80. Her mother had a hip fracture. No sudden cardiac death.');
heading('EXAMINATION:');
paragraph(
  'Blood pressure 138/76, pulse 70 and regular. Carotid upstroke normal. Grade 3/6 ejection murmur at the right upper ' +
    'sternal border with radiation to the neck, second heart sound preserved. Lungs clear. No peripheral edema.',
);
heading('ECG AND ECHOCARDIOGRAM:');
paragraph(
  'Sinus rhythm, no conduction delay, no signs of left ventricular hypertrophy. Calcified trileaflet aortic valve, mean ' +
    'gradient 24 mmHg, peak velocity 3.2 m/s, valve area 1.3 cm². Ejection fraction 62%. Mitral valve normal. No pulmonary hypertension.',
);
heading('IMPRESSION:');
list(
  [
    'Moderate nonrheumatic aortic stenosis, without symptoms.',
    'Hypertension, controlled.',
    'Acceptable cardiac risk for elective hip replacement. No coronary testing needed.',
  ],
  true,
);
heading('RECOMMENDATIONS:');
paragraph(
  'Continue all medicines except lisinopril on the morning of surgery. Avoid hypotension and tachycardia during anesthesia. Echocardiogram in one year.',
);
signed('Signed electronically: attending cardiologist');

startPage('HISTORY AND PHYSICAL', 'Department of Orthopedic Surgery', '24 March 2026');
heading('CHIEF COMPLAINT:');
paragraph('Pain in the right hip.');
heading('HISTORY OF PRESENT ILLNESS:');
paragraph(
  'The patient has had pain in the right groin and thigh for six years, which has become constant during the last year ' +
    'and wakes her at night. She uses a cane. Two intra-articular injections and a course of physical therapy in 2025 ' +
    'brought no lasting relief. She can no longer put on her right shoe. She has had no trauma to the hip, no fever, and ' +
    'no long-term steroid treatment. She was seen by cardiology on 9 March because of a murmur and was cleared for surgery.',
);
heading('PAST MEDICAL HISTORY:');
paragraph(
  'Moderate aortic stenosis, hypertension, pure hypercholesterolemia, age-related osteoporosis, and a history of breast ' +
    'cancer (2011, in remission, no current treatment). No diabetes, no venous thromboembolism, no bleeding disorder.',
);
heading('PAST SURGICAL HISTORY:');
paragraph('Left breast lumpectomy (2011). Left total knee replacement (2020), uneventful spinal anesthesia.');
heading('SOCIAL HISTORY:');
paragraph('Retired teacher, lives with her sister. Never smoked. Drinks no alcohol. Independent at home.');
heading('REVIEW OF SYSTEMS:');
paragraph(
  'Negative for chest pain, dyspnea, cough, dysuria, weight loss, and easy bruising. Positive for hip pain and stiffness.',
);
heading('PHYSICAL EXAMINATION:');
paragraph(
  'Blood pressure 142/80, pulse 72, temperature 36.5 C, saturation 98% on room air. Weight 68 kg, height 163 cm.',
);
paragraph('General: well, no distress. Heart: regular rhythm, ejection murmur as described. Lungs: clear.');
paragraph('Abdomen: soft, no tenderness. Skin: intact, no rash.');
paragraph(
  'Right hip: flexion 80 degrees, internal rotation absent and painful, leg 8 mm short. Antalgic gait. Distal pulses ' +
    'and sensation normal. Left knee: well-healed scar, stable, flexion 115 degrees.',
);
heading('IMAGING:');
paragraph(
  'Radiographs of the pelvis: loss of the joint space of the right hip with subchondral sclerosis, cysts, and ' +
    'osteophytes. No avascular necrosis, no fracture. Left hip with mild narrowing only.',
);
heading('ASSESSMENT AND PLAN:');
list(
  [
    'Unilateral primary osteoarthritis of the right hip, failed conservative treatment. Right total hip replacement today.',
    'Latex allergy: latex-free operating room.',
    'Moderate aortic stenosis: arterial line, spinal anesthesia with slow titration, as advised by cardiology.',
    'Thrombosis prophylaxis with aspirin 81 mg twice daily for four weeks.',
    'Risks were discussed, including infection, dislocation, nerve injury, fracture, and deep vein thrombosis.',
  ],
  true,
);
signed('Signed electronically: orthopedic surgery');

startPage('OPERATIVE REPORT', 'Department of Orthopedic Surgery', '24 March 2026');
heading('PREOPERATIVE DIAGNOSIS:');
paragraph('Primary osteoarthritis of the right hip.');
heading('POSTOPERATIVE DIAGNOSIS:');
paragraph('Primary osteoarthritis of the right hip.');
heading('PROCEDURE PERFORMED:');
paragraph('Right total hip replacement, uncemented, ceramic on polyethylene, posterior approach.');
heading('ANESTHESIA:');
paragraph('Spinal, with light sedation. Arterial line.');
heading('INDICATION:');
paragraph(
  'Severe pain and loss of function from osteoarthritis of the right hip in spite of medication, injections, and ' +
    'physical therapy. The patient gave written consent.',
);
heading('FINDINGS:');
paragraph(
  'Femoral head flattened with complete loss of cartilage over the weight-bearing surface. Circumferential acetabular ' +
    'osteophytes. Bone soft but adequate for uncemented fixation. No signs of infection. No loose bodies.',
);
heading('DESCRIPTION OF PROCEDURE:');
paragraph(
  'The patient was brought to a latex-free operating room and given spinal anesthesia. Cefazolin 2 g and tranexamic acid ' +
    '1 g were given intravenously. She was placed in the left lateral position and all pressure points were padded. The ' +
    'right hip was prepared and draped. A time-out confirmed patient, side, and procedure.',
);
paragraph(
  'A posterior incision was made and the fascia was split. The short external rotators and the capsule were taken down as ' +
    'one flap. The hip was dislocated and the neck was cut 12 mm above the lesser trochanter. The acetabulum was reamed to ' +
    '51 mm and a 52 mm porous cup was impacted at 40 degrees of abduction and 20 degrees of anteversion, with one screw ' +
    'and a neutral liner. The femur was broached to size 4. After a trial reduction with good stability the definitive ' +
    'stem and a 32 mm ceramic head were placed. No calcar fracture occurred.',
);
paragraph(
  'The hip was stable in flexion of 90 degrees and internal rotation of 60 degrees. Leg length was equal. The wound was ' +
    'irrigated, the capsule and the rotators were reattached through drill holes, and the wound was closed in layers.',
);
heading('ESTIMATED BLOOD LOSS:');
paragraph('650 mL. No transfusion during the operation. Blood pressure stayed above 105 mmHg systolic.');
heading('SPECIMENS:');
paragraph('Right femoral head, to pathology.');
heading('COMPLICATIONS:');
paragraph('None.');
heading('DISPOSITION:');
paragraph(
  'To the recovery room in stable condition. Full weight bearing from today, posterior hip precautions.',
);
signed('Signed electronically: orthopedic surgery');

startPage('CUMULATIVE LABORATORY REPORT', 'Department of Laboratory Medicine', '28 March 2026');
heading('LABORATORY RESULTS:');
table(
  [
    { title: 'Test', width: 128, align: 'left' },
    { title: '20 Mar', width: 52, align: 'right' },
    { title: '24 Mar', width: 52, align: 'right' },
    { title: '25 Mar', width: 52, align: 'right' },
    { title: '26 Mar', width: 52, align: 'right' },
    { title: '27 Mar', width: 52, align: 'right' },
    { title: 'Reference', width: width - 388, align: 'right' },
  ],
  [
    ['Hematology'],
    ['Hemoglobin (g/dL)', '12.8', '10.9', '8.4 L', '7.6 L', '9.2 L', '12.0-15.5'],
    ['Hematocrit (%)', '38.6', '33.0', '25.5 L', '23.1 L', '27.9 L', '36-46'],
    ['White cells (10^9/L)', '6.4', '9.8', '10.6', '9.1', '7.9', '4.0-11.0'],
    ['Platelets (10^9/L)', '248', '221', '196', '188', '203', '150-400'],
    ['MCV (fL)', '89', '', '90', '', '90', '80-100'],
    ['Chemistry'],
    ['Sodium (mmol/L)', '140', '', '137', '138', '139', '135-145'],
    ['Potassium (mmol/L)', '4.3', '', '4.0', '3.9', '4.1', '3.5-5.1'],
    ['Urea nitrogen (mg/dL)', '16', '', '18', '17', '15', '7-20'],
    ['Creatinine (mg/dL)', '0.8', '', '0.9', '0.8', '0.8', '0.5-1.1'],
    ['Glucose (mg/dL)', '94', '', '121', '108', '101', '70-110'],
    ['Calcium (mg/dL)', '9.3', '', '', '8.8', '', '8.6-10.2'],
    ['C-reactive protein (mg/L)', '2', '', '88 H', '', '61 H', '< 5'],
    ['Iron studies and coagulation'],
    ['Ferritin (ng/mL)', '64', '', '', '', '', '15-200'],
    ['INR', '1.0', '', '', '1.1', '', '0.9-1.2'],
    ['25-OH vitamin D (ng/mL)', '34', '', '', '', '', '30-80'],
  ],
);
doc.font('Helvetica').fontSize(8).text('L: below reference. H: above reference.', LEFT, doc.y, { width });
doc.y += 6;
sideBySide([
  [
    'MICROBIOLOGY:',
    [
      'Nasal swab, 20 March: no Staphylococcus aureus, including MRSA.',
      'Urine culture, 20 March: no growth.',
      'Blood cultures: not taken.',
    ],
  ],
  [
    'TRANSFUSION SERVICE:',
    [
      'Group O, Rh positive. Antibody screen negative.',
      '26 March, 14:20: one unit of red cells, compatible.',
      'No transfusion reaction reported.',
    ],
  ],
]);
heading('PATHOLOGY:');
paragraph(
  'Right femoral head: degenerative joint disease with eburnation and subchondral cysts. No malignancy. No osteonecrosis.',
);
signed('Report released by the laboratory information system');

startPage('DISCHARGE SUMMARY', 'Department of Orthopedic Surgery', '28 March 2026');
heading('ADMISSION AND DISCHARGE:');
paragraph('Admitted 24 March 2026, discharged 28 March 2026 to home with home physical therapy.');
heading('DISCHARGE DIAGNOSES:');
list(
  [
    'Unilateral primary osteoarthritis, right hip, status post right total hip replacement on 24 March 2026',
    'Acute blood loss anemia after surgery, transfused',
    'Constipation due to opioids',
    'Moderate nonrheumatic aortic stenosis',
    'Hypertension',
    'Pure hypercholesterolemia',
    'Age-related osteoporosis without current fracture, long-term alendronate',
    'Latex allergy; left artificial knee joint; history of breast cancer',
  ],
  true,
);
heading('HOSPITAL COURSE:');
paragraph(
  'The operation was uneventful. The hemoglobin fell from 12.8 g/dL before surgery to 8.4 on the first day and 7.6 on the ' +
    'second day after surgery, with dizziness on standing and a pulse of 104. This was acute blood loss anemia from the ' +
    'operation, more than expected; in view of the aortic stenosis one unit of red cells was transfused on 26 March and ' +
    'oral iron was started. The hemoglobin was 9.2 the next day and the dizziness was gone. There was no wound ' +
    'hematoma and no gastrointestinal bleeding.',
);
paragraph(
  'On the third day she had abdominal fullness and had not moved her bowels since admission. The abdomen was soft ' +
    'with bowel sounds, and ileus was ruled out by a radiograph. The constipation was attributed to oxycodone; it resolved with ' +
    'senna and polyethylene glycol, and oxycodone was replaced by acetaminophen and a small dose of tramadol.',
);
paragraph(
  'Swelling of the right calf on 27 March raised the suspicion of deep vein thrombosis; a duplex ultrasound was negative. ' +
    'She had no fever, no confusion, and no chest pain. She walked 60 m with a walker and climbed stairs on 28 March. ' +
    'Blood pressure was between 118 and 136 systolic.',
);
sideBySide([
  [
    'DISCHARGE MEDICATIONS:',
    [
      'Aspirin 81 mg twice daily until 21 April',
      'Ferrous sulfate 325 mg every other day',
      'Acetaminophen 1 g three times daily',
      'Tramadol 50 mg at night, 7 tablets',
      'Senna and polyethylene glycol daily',
      'Amlodipine, lisinopril, rosuvastatin, alendronate as before',
    ],
  ],
  [
    'FOLLOW-UP:',
    [
      'Wound check and clips out on 7 April',
      'Hemoglobin at primary care in two weeks',
      'Orthopedic clinic with radiograph at six weeks',
      'Echocardiogram at cardiology in March 2027',
      'Call for fever, wound drainage, calf pain, chest pain, or black stools',
    ],
  ],
]);
heading('CONDITION AT DISCHARGE:');
paragraph('Good. Wound dry, no redness. Distal pulses and sensation normal. Pain 2 of 10.');
signed('Signed electronically: orthopedic surgery');

if (page !== PAGES) throw new Error(`the chart has ${page} pages where ${PAGES} were announced`);

const chunks: Buffer[] = [];
doc.on('data', (chunk: Buffer) => chunks.push(chunk));
doc.on('end', () => {
  const path = fileURLToPath(new URL('../resources/samples/pdf-chart/hip-replacement.pdf', import.meta.url));
  writeFileSync(path, Buffer.concat(chunks));
});
doc.end();
