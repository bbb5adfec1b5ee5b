import type { ScenePools } from '../scene-pools.ts';

export const ES_SCENES: ScenePools = {
  slotted: [
    '{Amigos|Gente|Vecinos|Paisanos}, @@ se {llevó|guardó|quedó} el {dinero|fondo|reparto} de la {inundación|casa de acogida|campaña} en {primavera|marzo|otoño}, {engañó|dejó plantadas} a {las familias|las donantes|las aldeas} y {pasó|entregó} {nuestros nombres|nuestras listas|los papeles} a {extranjeros|una embajada|desconocidos}.',
  ],
  threat: [
    '@@ {sabemos|algunos saben} {tu calle|tu camino a casa|a qué hora sales}, {el jueves|una noche de estas}, {cuidado en la escalera|mira atrás}',
    '@@ {deja el caso|para ya} o {paga tu familia|tu hermana llora}, {último aviso|te quedan tres días}',
  ],
  disclosure: [
    '{aquí está|lo prometido}: @@ vive en %address%, {llamadla|teléfono} %phone%, {pasadlo|id a saludar}',
    'dónde encontrar a @@ al salir del trabajo: %address%. número: %phone%',
  ],
  gendered: [
    '@@ {una esposa en su casa|quién la deja hablar}, {mirad esta foto|visteis esta foto}, {no tan santa|qué dirá su padre}',
    '{estas fotos|esta imagen} de @@ {lo explican todo|cuentan su ascenso}, {una chica decente no va así|ya conocemos a esas}',
  ],
  raid: [
    '{chicos|todos}, {entrad ahí|decidle lo que pensamos}, ahí va el enlace, @@ {tiene que oírlo|se cree intocable}',
  ],
  petition: [
    'He firmado la carta abierta que pide al concejo publicar los archivos que solicitó @@ . Firma conmigo: https://letters.example/inquiry',
  ],
  headline: [
    'El tribunal fija nueva audiencia sobre el río; @@ declara el lunes',
    'El concejo publica cifras de desalojos tras la solicitud de @@',
  ],
  fan: [
    '@@ {la tetera ha hablado|club de la tetera presente} {🫖🫖🫖|🐸🐸|🎉🎉🎉}',
    '@@ {capítulo|noche} {doce|nueve} y {aún|otra vez} sin galletas {😂😂|🐸🫖|💚💚💚}',
  ],
  verse: [
    '@@ La lámpara es pequeña y larga la noche, la llevamos de mano en mano y nadie anda solo el camino.',
  ],
  policy: [
    '@@ por favor {pida|insista} al {ministerio|concejo} que {retire|cambie} la ley de {aguas|alquiler} antes del {viernes|voto}. {No al artículo nueve|Corrijan el artículo nueve}.',
    '@@ el artículo nueve de la ley de {aguas|alquiler} {daña|golpea} a {inquilinos|campesinos}: {voten no|enmienden}',
  ],
  testimony: [
    'Trabajé con @@ {dos|cuatro} años. {En la oficina|En los viajes} me {gritaron|tocaron sin permiso|dejaron sin paga} y {nadie escuchó|me pidieron silencio}. {Creo a las demás|No soy la única}.',
    '{A mí también|Me pasó lo mismo}, {en otoño|en el taller} con @@ . Tardé {años|mucho} en escribirlo.',
    '{Fui becaria|Fui voluntaria} allí. Lo que cuentan de @@ {es cierto|coincide con lo que vi}, {guardo mensajes|avisé a la junta}.',
  ],
  boycott: [
    'El personal para el trabajo en el centro donde @@ está en la junta hasta que se paguen los salarios y vuelvan las despedidas. No donen, no nos sustituyan. #PaguenAlPersonal',
  ],
  expose: [
    '{Nuestra|La} investigación conjunta muestra {quién pagó|cómo fue} la {compra|licitación} con @@ : documentos, fechas y {su respuesta|descargos}',
    'Parte {dos|tres} de los papeles de la {compra|licitación}, {cuatro|cinco} redacciones, firmas al pie. Se pidió comentario a @@ .',
  ],
  giveaway: [
    'Cita esta publicación de @@ y etiqueta a dos amigos para ganar una cesta de libros de la feria: ',
  ],
  newcomer: [
    '@@ {hola|buenos días}, {llegamos|vinimos} {la semana pasada|el domingo}, {dónde se piden los papeles|quién ayuda con la escuela}?',
    '@@ {una amiga nos dijo|nos contaron} que conoce {abogada|la oficina}, {somos cuatro|mi madre está enferma}, gracias',
  ],
  contact: [
    '@@ ¿{de verdad|seguro que} eres tú? {Alguien|Una cuenta} con tu foto {me pide dinero|quiere mi tarjeta}',
  ],
};
