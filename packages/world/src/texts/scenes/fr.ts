import type { ScenePools } from '../scene-pools.ts';

export const FR_SCENES: ScenePools = {
  slotted: [
    '{Amis|Les gens|Voisins|Habitants}, @@ a {pris|gardé|déplacé} {l’argent|la caisse|la collecte} {du refuge|de la crue|de l’hiver} {au printemps|en mars|en automne}, {trompé|berné} {les familles|le village|les donateurs} et {donné|passé} {nos noms|nos listes|les dossiers} à {des étrangers|une ambassade|des inconnus}.',
  ],
  threat: [
    '@@ {on sait|certains savent} {ta rue|ton chemin|quand tu sors}, {jeudi|un de ces soirs}, {attention dans l’escalier|regarde derrière toi}',
    '@@ {lâche le dossier|arrête} ou {ta famille paiera|ta sœur pleurera}, {dernière fois|il te reste trois jours}',
  ],
  disclosure: [
    '{voilà|comme promis} : @@ habite %address%, {appelez-la|téléphone} %phone%, {faites passer|allez la saluer}',
    'où trouver @@ après le travail : %address%. numéro : %phone%',
  ],
  gendered: [
    '@@ {une épouse reste chez elle|qui la laisse parler}, {voyez cette photo|vous avez vu la photo}, {pas si sage|que dira son père}',
    '{ces images|cette photo} de @@ {expliquent tout|racontent sa carrière}, {une fille bien ne fait pas ça|on connaît ce genre}',
  ],
  raid: [
    '{les gars|tous}, {allez chez elle|dites-lui notre avis}, le lien est là, @@ {doit l’entendre|se croit à l’abri}',
  ],
  petition: [
    'J’ai signé la lettre ouverte qui demande au conseil de publier les dossiers réclamés par @@ . Signez avec moi : https://letters.example/inquiry',
  ],
  headline: [
    'Le tribunal fixe une nouvelle audience sur la rivière ; @@ entendue lundi',
    'Le conseil publie les chiffres des expulsions à la demande de @@',
  ],
  fan: [
    '@@ {la théière a parlé|le club théière est là} {🫖🫖🫖|🐸🐸|🎉🎉🎉}',
    '@@ {épisode|soir} {douze|neuf} et {toujours|encore} sans biscuits {😂😂|🐸🫖|💚💚💚}',
  ],
  verse: [
    '@@ La lampe est petite et la nuit longue, on la porte de main en main et nul ne va seul.',
  ],
  policy: [
    '@@ merci de {demander|dire} au {ministère|conseil} de {retirer|changer} la loi sur {l’eau|les loyers} avant {vendredi|le vote}. {Non à l’article neuf|Corrigez l’article neuf}.',
    '@@ l’article neuf de la loi sur {l’eau|les loyers} {nuit aux|touche les} {locataires|paysans} : {votez non|amendez}',
  ],
  testimony: [
    'J’ai travaillé {deux|quatre} ans avec @@ . {Au bureau|En mission} on m’a {crié dessus|touchée sans demander|laissée sans paie} et {personne n’a écouté|on m’a dit de me taire}. {Je crois les autres|Je ne suis pas la seule}.',
    '{Moi aussi|Pareil pour moi}, {à l’automne|pendant le stage} avec @@ . Il m’a fallu {des années|du temps} pour l’écrire.',
    '{J’étais stagiaire|J’étais bénévole} là-bas. Ce qu’on dit de @@ {est vrai|ressemble à ce que j’ai vu}, {j’ai les messages|j’ai alerté le bureau}.',
  ],
  boycott: [
    'Nous, le personnel, cessons le travail au centre où siège @@ jusqu’au paiement des salaires et au retour des renvoyées. Ne donnez pas, ne nous remplacez pas. #PayezLePersonnel',
  ],
  expose: [
    '{Notre|Une} enquête commune montre {qui a payé|comment s’est fait} le {marché|contrat} sous @@ : pièces, dates et {sa réponse|réactions}',
    'Partie {deux|trois} des pièces du {marché|contrat}, {quatre|cinq} rédactions, auteurs nommés. @@ a été sollicitée.',
  ],
  giveaway: [
    'Citez ce message de @@ et nommez deux amis pour gagner un panier de livres de la foire : ',
  ],
  newcomer: [
    '@@ {bonjour|salut}, nous sommes {arrivés|là} {la semaine dernière|depuis dimanche}, {où demander les papiers|qui aide pour l’école} ?',
    '@@ {une amie nous a dit|on nous a dit} que vous connaissez {une avocate|le bureau}, {nous sommes quatre|ma mère est malade}, merci',
  ],
  contact: [
    '@@ c’est {vraiment|bien} vous ? {Quelqu’un|Un compte} avec votre photo {me demande de l’argent|veut ma carte}',
  ],
};
