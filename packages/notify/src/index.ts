export { createNotifier } from './create-notifier.ts';
export { loadNotifyConfig, type NotifyConfig } from './notify-config.ts';
export { signatureOf } from './webhook-channel.ts';
