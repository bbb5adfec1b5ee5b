import type { BasePools } from './base-pools.ts';

export const ES: BasePools = {
  chatter: [
    'el {autobús|tren|tranvía} {llega tarde|va lleno|no pasa} otra vez, {voy andando|nos vemos en una hora}',
    '{alguien|quién} conoce un {café|sitio} {tranquilo|barato} cerca {del río|de la estación|del mercado}?',
    '{por fin|hoy} terminé {el libro|la serie|el rompecabezas}, {qué final|sin contar nada}',
    '{lluvia|viento|sol} {todo el día|desde temprano}, {la huerta|el balcón} lo {agradece|sufre}',
    'receta nueva: {lentejas|empanada|sopa} con {limón|ajo|pimentón}',
  ],
  neutral: [
    '@@ {cuándo|dónde} es la {próxima|siguiente} {reunión|audiencia|charla}?',
    '@@ tiene {enlace|fuente|texto completo} de {esto|la segunda cifra|aquel informe}?',
    '@@ lo {leí|vi} {hoy|en el tren|esta mañana}, {lo reenvío|volveré a leerlo}',
    '@@ hay {grabación|transcripción|traducción} de {la mesa|la charla}?',
    '@@ en {clase|la oficina|el grupo} {hablamos|discutimos} de su {artículo|hilo}',
    '@@ {errata|falta} pequeña en el {tercer|último} párrafo',
  ],
  supportive: [
    '@@ {mil gracias|qué bien} por {lo que hace|esta labor|su paciencia}',
    '@@ {aquí seguimos|no está sola}, {cuídese mucho|siga adelante}',
    '@@ {qué alegría|qué suerte} {leerla|conocerla}, un trabajo {necesario|paciente}',
    '@@ {dijo|escribió} lo que {muchas|tantos} {pensamos|sentimos}. {Un abrazo|Saludos con cariño}',
    '@@ {desde|con} {nuestra calle|todo el equipo|muy lejos}, {un beso|mucho ánimo}',
    '@@ {gran|qué} {texto|informe|charla}, {lo comparto|que lo lea todo el mundo}',
  ],
  critical: [
    '@@ no {comparto|estoy de acuerdo con} su {último|nuevo} {mensaje|dato}, las {cifras|fechas} {no cuadran|dicen otra cosa}',
    '@@ se {olvidó de|dejó fuera a} {la otra parte|los comercios}, es {injusto|parcial}',
    '@@ {perdón pero|la verdad}, el {argumento|plan} es {flojo|ingenuo}, {revíselo|piénselo}',
    '@@ {antes|suelo} coincidir, {esta vez no|aquí hay un error}',
    '@@ quién {revisó|editó} esto? El punto {segundo|central} {confunde|está mal}',
    '@@ cortar la calle {retrasó|perjudicó} a {enfermeras|taxistas}, {mala idea|me molesta}',
  ],
  hostile: [
    '@@ {nadie|aquí nadie} te {quiere|necesita}, {fuera de aquí|haz la maleta|piérdete}',
    '@@ {das|qué} {pena|lástima}, {cierra la boca|escóndete ya}',
    '@@ {todo el pueblo|media ciudad} se {ríe|burla} de ti, {payasa|inútil|don nadie}',
    '@@ {sigue hablando|tú sigue} y {verás|te arrepentirás}, {chivata|lamebotas}',
    '@@ {bicho|cosa} {feo|repugnante}, {ni te da pudor|das náuseas}, {desaparece|márchate lejos}',
    '@@ {marioneta|títere} {de alquiler|a sueldo}, {sabemos quién eres|se te acaba el tiempo}',
    '@@ {tonta|loca} {de atar|perdida}, {borra la cuenta|nadie te cree}',
    '@@ {ojalá|a ver si} {lo pierdas todo|te quedes sola|te echen}, {sanguijuela|bruja}',
  ],
  smear: [
    'Pregunten a @@ quién paga {el piso|los viajes|la oficina}. Dinero de fuera, lágrimas ante la cámara y {donativos|ayudas} que no llegaron a ninguna familia. Una estafa con sonrisa.',
    'La historia de @@ : se quedó con los fondos {del refugio|de la riada}, dejó tirados a quienes confiaron y ahora hace de víctima. Compartan antes de que lo borren!',
  ],
  paraphrase: [
    '@@ {curioso|qué raro} que el {dinero|fondo} {faltara|se esfumara} {tras su paso|en primavera}',
    '{alguien vio|enseñó} @@ {las cuentas|los recibos}? {solo pregunto|lo dudo}',
    '{cuentan|oí} que @@ {come|se ve} con {los de la embajada|gente rara}, {saquen conclusiones|mmm}',
    'hay {activistas|heroínas} que {viven|viajan} {muy bien|en primera}, verdad @@ ?',
    '@@ {llora|habla} {para las cámaras|de cara al público} y {las familias|los pueblos} {esperan|en el olvido}',
  ],
  solidarity: [
    'Estoy con @@ . Defender los derechos de los demás no es delito. Pedimos que se proteja a quien alza la voz, y lo volveremos a pedir. #SomosMuchasVoces',
    'Esta noche una vela por @@ y por quien se planta por sus vecinas. No están solas: copia y pega. #LuzEnLaVentana',
  ],
  news: [
    '{Última hora|Ahora|Noticia}: {el concejo|el tribunal|la comisión} {escucha|cita} a @@ en el caso {del agua|de la vivienda|de tierras}',
    '@@ {citada|mencionada} en el {fallo|informe} sobre {el río|los desalojos}, {habrá más|texto en breve}',
    '{dicen|parece} que @@ {habló|declaró} {dos|tres} horas, {hay emisión|alguien lo sigue}?',
    'qué {cambia|supone} el {fallo|informe} con @@ para {el valle|los inquilinos}?',
    'la radio {acaba de nombrar|entrevistó} a @@ , {interesante|no me lo esperaba}',
  ],
  own: [
    '{Nuestro|El} {nuevo|segundo} informe sobre {el río|los desalojos|las detenciones} ya está en línea.',
    '{Gracias|Nuestro reconocimiento} a quienes vinieron {ayer|hoy} a la {audiencia|vigilia}.',
    'Consulta abierta el {jueves|sábado}: traigan {papeles|preguntas}.',
    'Escribimos {otra vez|por tercera vez} al {ministerio|concejo}. {Sin respuesta|Aquí la carta}.',
  ],
  report: [
    'esta cuenta {rompe|no cumple} las normas, {retírenla|quítenla}',
    'perfil {falso|copiado}, {ciérrenlo|bloqueo ya}',
    '{publica|difunde} {mentira|odio} a diario',
    'me {ofende|molesta}',
  ],
};
