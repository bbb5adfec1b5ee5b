import type { BasePools } from './base-pools.ts';

export const FR: BasePools = {
  chatter: [
    'le {bus|train|tram} est {en retard|bondé|annulé} encore, {j’y vais à pied|à dans une heure}',
    '{quelqu’un|qui} connaît un {café|coin} {calme|pas cher} près {de la gare|du fleuve|du marché} ?',
    '{enfin|ce soir} fini {le livre|la série|le puzzle}, {quelle fin|sans rien dévoiler}',
    '{pluie|vent|soleil} {toute la journée|depuis ce matin}, {le jardin|le balcon} {apprécie|souffre}',
    'nouvelle recette : {lentilles|tourte|soupe} au {citron|piment|thym}',
  ],
  neutral: [
    '@@ {quand|où} a lieu la {prochaine|nouvelle} {réunion|audience|rencontre} ?',
    '@@ vous avez {le lien|la source|le texte} pour {ceci|le second chiffre} ?',
    '@@ {lu|vu} {ce matin|dans le train|à l’instant}, {je transmets|à relire}',
    '@@ y a-t-il {un enregistrement|une transcription|une traduction} {du débat|de la séance} ?',
    '@@ {en cours|au bureau|au cercle} on a {parlé|débattu} de votre {article|fil}',
    '@@ petite {coquille|faute} au {troisième|dernier} paragraphe',
  ],
  supportive: [
    '@@ {grand merci|tellement reconnaissants} pour {ce travail|votre patience|tout cela}',
    '@@ {on pense à vous|vous n’êtes pas seule}, {prenez soin de vous|continuez}',
    '@@ {heureuse|ravi} de {vous lire|vous connaître}, un travail {précieux|patient}',
    '@@ vous avez {dit|écrit} ce que {beaucoup|nous} {pensent|ressentons}. {Chapeau|Merci bien}',
    '@@ {de toute|avec} {notre rue|l’équipe}, {des bises|une pensée}',
    '@@ {beau|quel} {texte|rapport|fil}, {je partage|à lire par tous}',
  ],
  critical: [
    '@@ pas d’accord avec {ce message|votre dernier point}, les {chiffres|dates} {ne collent pas|disent autre chose}',
    '@@ vous {oubliez|laissez de côté} {l’autre camp|les commerçants}, c’est {injuste|partiel}',
    '@@ {pardon mais|franchement} {l’argument|le projet} est {faible|naïf}, {à revoir|vérifiez}',
    '@@ {d’habitude|avant} je vous suis, {pas ici|là c’est faux}',
    '@@ qui a {relu|vérifié} ça ? Le point {deux|central} {égare|est inexact}',
    '@@ fermer la route a {gêné|retardé} {les infirmières|les livreurs}, {mauvaise idée|je suis fâché}',
  ],
  hostile: [
    '@@ {personne|ici personne} ne {veut de toi|t’attend}, {du vent|fais ta valise|va voir ailleurs}',
    '@@ {tu fais|quelle} {pitié|peine}, {boucle-la|cache-toi}',
    '@@ {tout le village|la ville entière} se {moque|marre} de toi, {clownesse|moins que rien}',
    '@@ {continue|parle encore} et {tu verras|tu vas regretter}, {balance|girouette}',
    '@@ {sale|vilaine} {bête|bestiole}, {aucune pudeur|tu nous dégoûtes}, {hors de chez nous|disparais}',
    '@@ {pantin|marionnette} {à gages|de location}, {on sait qui tu es|ton heure passe}',
    '@@ {pauvre|espèce de} {sotte|folle}, {efface ton compte|nul ne te croit}',
    '@@ {vivement que|j’espère que} tu {perdes tout|finisses seule|sois chassée}, {vipère|sangsue}',
  ],
  smear: [
    'Demandez à @@ qui paie {l’appartement|les voyages|le bureau}. Argent du dehors, larmes devant la caméra et des {dons|aides} qui n’ont atteint aucune famille. Une escroquerie souriante.',
    'L’histoire de @@ : elle a pris la caisse {du refuge|de la crue}, lâché ceux qui lui faisaient confiance et joue à présent la victime. Partagez avant que cela disparaisse !',
  ],
  paraphrase: [
    '@@ {drôle|curieux} que {l’argent|la caisse} {manque|s’évapore} {après vous|au printemps}',
    'quelqu’un a vu {les comptes|les reçus} de @@ ? {simple question|j’en doute}',
    '{il paraît|on dit} que @@ {dîne|parle} avec {des gens d’ambassade|d’étranges messieurs}, {à vous de voir|hum}',
    'certaines {militantes|héroïnes} {vivent|voyagent} {fort bien|en première}, pas vrai @@ ?',
    '@@ {pleure|parle} {pour la caméra|pour la galerie} et {les familles|les villages} {attendent|restent oubliés}',
  ],
  solidarity: [
    'Je suis aux côtés de @@ . Défendre les droits d’autrui n’est pas un délit. Nous demandons que l’on protège celles qui parlent, et nous le redemanderons. #PlusieursVoix',
    'Ce soir une bougie pour @@ et pour qui se lève pour ses voisins. Vous n’êtes pas seules : recopiez ceci. #LumièreÀLaFenêtre',
  ],
  news: [
    '{Alerte|À l’instant|Info} : {le conseil|le tribunal|la commission} {entend|convoque} @@ sur {l’eau|le logement|les terres}',
    '@@ {citée|nommée} dans {l’arrêt|le rapport} sur {le fleuve|les expulsions}, {suite à venir|texte bientôt}',
    '{il paraît que|donc} @@ a {parlé|témoigné} {deux|trois} heures, {un direct|qui suit} ?',
    'que {change|signifie} {l’arrêt|le rapport} avec @@ pour {la vallée|les locataires} ?',
    'la radio {vient de citer|a reçu} @@ , {surprenant|à suivre}',
  ],
  own: [
    '{Notre|Le} {nouveau|second} rapport sur {le fleuve|les expulsions|les détentions} est en ligne.',
    '{Merci|Bravo} à celles et ceux venus {hier|ce soir} à {l’audience|la veillée}.',
    'Permanence {jeudi|samedi} : apportez {vos papiers|vos questions}.',
    'Nous avons écrit {encore|une troisième fois} au {ministère|conseil}. {Pas de réponse|Voici la lettre}.',
  ],
  report: [
    'ce compte {viole|ignore} les règles, {retirez-le|à enlever}',
    'profil {faux|copié}, {fermez-le|à bloquer}',
    '{diffuse|écrit} {du mensonge|de la haine} chaque jour',
    'cela me {choque|blesse}',
  ],
};
