/**
 * How people speak of what they have, in English and Spanish, each with the beginnings of the codes
 * that a coder would accept for it. Written for measuring; nothing learns from them.
 */
const PHRASES = `
cannot keep food down | R11
skin turning yellow | R17
hurts to pee | R30
wets the bed at night | N39.44 F98.0 R32
can't sleep at night | G47.0 F51.0
always tired and worn out | R53
room keeps spinning | R42 H81
heart beating too fast | R00.0 R00.2
seeing things that aren't there | R44.1 R44.3
feeling sad all the time | F32 R45.2 F34.1
afraid of going outside | F40.0
afraid of spiders | F40.21
wants to kill himself | R45.851
eats paper and dirt | F98.3 F50.8
drinks too much alcohol | F10
pulls out her own hair | F63.3
blood clot in the leg | I82 I80
blood clot that went to the lung | I26
heart stopped beating | I46
hardened liver | K74
yellow eyes in newborn | P59
puffy ankles | R60
burning stomach after meals | K30 R12 K21
hard stools can't go | K59.0
worms in stool | B82 B76 B77 B80 B83
tiny bugs living in the hair | B85
fell down the stairs | W10
stuck by a dirty needle | W46
hit by a car while walking | V03
expecting two babies | O30.0
water broke early | O42
baby coming too soon | O60
sperm count too low | N46
knee cap popped out of place | S83.0 M22
worn out knee joint | M17
weak bones broke hip | M80 S72
sugar dropped too low | E16.2 E16.1
sugar too high | R73
weighs far too much | E66
not eating enough vitamin D | E55
too much iron in the blood | E83.1 R79.0
bleeds easily, blood does not clot | D68 D69
itchy rash on skin | L29 R21 L30
pus under the skin | L02 L08
skin very dry and scaly | L85 L40 L70 L30
cloudy lens in eye | H26 H25
pressure in eye too high | H40
sores in mouth | K12 K13
child is not growing | R62 E34.3
not talking yet at three years | F80 R47 R62
stopped smoking years ago | Z87.891
gave a kidney to his brother | Z52.4
kidneys stopped working | N17 N19 N18
hands shake all the time | R25.1 G25.0 G20
face drooping on one side | G51.0 R29.810
pins and needles in the feet | R20.2
cannot smell anything | R43.0 R43.1 R43.8
food tastes of nothing | R43
voice sounds rough | R49.0
eyelid hangs down | H02.4
cannot see at night | H53.6
sees everything double | H53.2
eyes too dry | H04.12
food goes down the wrong way | R13 T17 J69
gums bleed when brushing | K05 K06.8
passing a lot of gas | R14
black tarry stool | K92.1
itching around the back passage | L29.0
urine comes out when coughing | N39.3
has to urinate all the time | R35
cannot pass urine at all | R33
erection that will not go away | N48.3
milk coming from the breast of a man | N64.3 N62
breasts growing in a man | N62
vomiting all the time while pregnant | O21
high blood pressure in pregnancy | O13 O16 O10 O14
feeling down after having the baby | F53 O99.34 O90.6
baby born too small | P05 P07
baby born too early | P07
muscles are wasting away | M62.5
cannot move one side of the body | G81
fingers go white in the cold | I73.0 
sweats far too much | R61 L74.5
always thirsty | R63.1
never hungry | R63.0
losing weight without trying | R63.4
falls again and again | R29.6
walks in his sleep | F51.3
stops breathing while asleep | G47.3
falls asleep during the day | G47.1 G47.4 R40.0
cannot remember anything new | R41.1 R41.3 R41.2
confused old man | R41.0 R41.81 F05
washes hands over and over | F42
starves herself to be thin | F50.0
eats and then makes herself vomit | F50.2 R11.1
gambles away all the money | F63.0 Z72.6
sudden attacks of fear | F41.0
cannot stop thinking about the war | F43.1
heart muscle too thick | I42 I51.7
leaking heart valve | I34 I35 I36 I37 I38 I08
bulge in the big artery of the belly | I71
swollen veins in the legs | I83
throat infection with white spots | J02 J03
child with barking cough | J05
spit with blood | R04.2
stone in the bladder | N21
swelling of the voice box | J38.4 J04 J37
bone infection | M86
hole in the stomach wall | K25 K31
bowel is blocked | K56
liver full of fat | K76.0
lump in the neck at the thyroid | E04 E01 R22.1
red itchy eyes in spring | H10.1
hives after eating shrimp | L50 T78.1 Z91.013
sting of a wasp | T63.46
swallowed a coin | T18
bead stuck in the ear | T16
frozen toes | T33 T34
passed out from the heat | T67
nearly drowned | T75.1
struck by lightning | T75.0
house burned down | Z59 X00
no one to care for him | Z74 Z63 Z60
needs a new prescription | Z76.0
dolor al orinar | R30
dolor de barriga | R10
dolor de cabeza | R51 G44
falta de aire | R06.0
pérdida de peso | R63.4
piedras en el riñón | N20
azúcar en la sangre | R73 E11 E10
presión alta | I10 R03.0
vómitos y diarrea | R11 R19.7 K52 A08 A09
tos con sangre | R04.2
fiebre alta | R50
mareos | R42
desmayo | R55
hinchazón de las piernas | R60
quemadura en la mano | T23
caída por las escaleras | W10
dolor de garganta | J02 R07.0
dolor de pecho | R07
picazón en la piel | L29
piel amarilla | R17
sangre en las heces | K92.1 K92.2 R19.5
no puede dormir | G47.0 F51.0
ganas de morir | R45.851
rotura de cadera | S72 M84
infección de orina | N39.0
ataque al corazón | I21
derrame cerebral | I61 I63 I62 I64 I60
ojos rojos | H57.8 H10 H11
ruido en los oídos | H93.1
dientes picados | K02
hongos en las uñas | B35.1
juanete | M20.1 M21.61
pie diabético | E11.62 E10.62 E11.5
embarazo de gemelos | O30.0
parto prematuro | O60
próstata agrandada | N40
se le cae el pelo | L63 L64 L65
mordedura de perro | W54
picadura de abeja | T63.44
huesos débiles | M81 M80
corazón acelerado | R00.0 R00.2
ceguera nocturna | H53.6
visión doble | H53.2
sangrado por la nariz | R04.0
dolor de muelas | K08.8 K02
acidez de estómago | R12 K21 K30
gases intestinales | R14
orina con sangre | R31
varices en las piernas | I83
hígado graso | K76.0
bebe mucho alcohol | F10
vive en la calle | Z59.0
`;

/** Words that have nothing to do with health: a search that answers them answers anything. */
const ELSEWHERE = `
quarterly invoice number
blue bicycle with basket
meeting moved to tuesday
printer out of paper
asdf qwer zxcv
chocolate cake recipe
train to the airport
password has expired
football world cup final
estación de tren
reunión del lunes
lorem ipsum dolor sit amet
update the spreadsheet
garden furniture sale
thank you very much
windows keyboard shortcut
cheap flights to rome
red wine and cheese
xyzzy
the quick brown fox
`;

export interface LayPhrase {
  text: string;
  /** A code that begins with any of them is right. */
  codes: string[];
}

export function layPhrases(): LayPhrase[] {
  return lines(PHRASES).map((line) => {
    const [text = '', codes = ''] = line.split('|');
    return { text: text.trim(), codes: codes.trim().split(' ') };
  });
}

export function phrasesFromElsewhere(): string[] {
  return lines(ELSEWHERE);
}

function lines(text: string): string[] {
  return text.trim().split('\n');
}
