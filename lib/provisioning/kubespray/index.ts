export * from './kubespray';
export * from './options';
