/** Words that the demo tenant is made of. Nobody and nothing in it exists; domains are reserved for examples. */
export const givenNames = [
  'Andrés',
  'María José',
  'Sofía',
  'José',
  'Ángela',
  'Julián',
  'Mónica',
  'Óscar',
  'Íngrid',
  'Ximena',
  'Nicolás',
  'Camila',
  'Iván',
  'Lucía',
  'Germán',
  'Paola',
  'Raúl',
  'Yésica',
  'Héctor',
  'Beatriz',
  'Tomás',
  'Verónica',
  'Simón',
  'Inés',
  'Álvaro',
  'Natalia',
  'Efraín',
  'Liliana',
  'Fabián',
  'Zoraida',
] as const;

export const surnames = [
  'Peña',
  'Muñoz',
  'Gómez',
  'Ñustes',
  'Cárdenas',
  'Güiza',
  'Rodríguez',
  'Pérez',
  'Agüero',
  'Ordóñez',
  'Castaño',
  'Londoño',
  'Jiménez',
  'Bermúdez',
  'Vélez',
  'Quiñones',
  'Suárez',
  'Álvarez',
  'Núñez',
  'Rincón',
  'Zuluaga',
  'Marín',
  'Hernández',
  'Patiño',
  'Ocampo',
  'Cifuentes',
] as const;

export const companyNames = [
  'Cafetería Ñandú S.A.S.',
  'Energía del Páramo S.A. E.S.P.',
  'Transportes Río & Mar Ltda.',
  'Telas "La Cigüeña"',
  'Clínica Siete Puentes',
  'Fundación Árbol de Pan',
  "Panadería L'Espiga",
  'Seguros Nube Alta',
  'Agrícola Tierra Fría',
  'Universidad Imaginaria del Norte',
  'Ferretería Tornillo/Tuerca',
  'Comunicaciones Sábana S.A.',
] as const;

export const cities = ['Bogotá D.C.', 'Medellín', 'Cúcuta', 'Ibagué', 'Popayán', 'Santa Marta', 'Tunja', ''] as const;

export const subjects = [
  'Factura con cobro doble',
  'No llega el pedido',
  'Cambio de titular',
  'Servicio intermitente desde ayer',
  'Solicitud de certificado tributario',
  'Devolución de dinero',
  'Actualización de dirección',
  'Reclamo por atención en la línea',
  'Garantía del equipo',
  'Cita técnica incumplida',
  'Sugerencia para la página web',
  'Información sobre el plan básico',
] as const;

export const details = [
  'El cliente pide respuesta por correo.',
  'Adjunta soporte de pago.',
  'Llamó dos veces; la línea se cortó.',
  'Ya había un caso anterior sobre lo mismo.',
  'Pide que lo contacten en la mañana.',
  'Dice: "nadie me contesta".',
  'Revisar en el sistema A/B antes de responder.',
  'Promete pagar el próximo mes 🙏.',
] as const;

export const solutions = [
  'Se ajustó la factura y se notificó al cliente.',
  'Se programó nueva visita técnica.',
  'Se envió el certificado.',
  'No procede: fuera de cobertura.',
  'Cliente satisfecho con la explicación.',
] as const;

export const reasons = ['Facturación', 'Logística', 'Calidad del servicio', 'Información', 'Datos personales'] as const;

export const activityNames = [
  'Llamar para confirmar datos',
  'Enviar cotización',
  'Visita a la sede',
  'Reunión de seguimiento',
  'Revisar soporte',
] as const;

export const typifications = [
  ['PP', 'Promesa de pago'],
  ['NC', 'No contesta'],
  ['YP', 'Ya pagó'],
  ['RP', 'Reporta novedad'],
  ['TE', 'Teléfono errado'],
  ['AC', 'Acuerdo de pago'],
] as const;
