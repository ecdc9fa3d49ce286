// How dashboards and datasources that stand in ConfigMaps are recognized. Charts all over the field
// use the same words, so that their dashboards are found without configuration.

/** Label of ConfigMaps with dashboards. */
export const DASHBOARD_LABEL = 'grafana_dashboard';

/** Label of ConfigMaps with datasources. */
export const DATASOURCE_LABEL = 'grafana_datasource';

/** What both labels say. */
export const SIDECAR_LABEL_VALUE = '1';

/** Annotation with the folder that a dashboard is listed in. */
export const FOLDER_ANNOTATION = 'grafana_folder';
