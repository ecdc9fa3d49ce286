/**
 * How dashboards and datasources that stand in ConfigMaps are recognized. Charts all over the
 * field use the same words, so that their dashboards are found without configuration.
 */
export const DASHBOARD_LABEL = 'grafana_dashboard';
export const DATASOURCE_LABEL = 'grafana_datasource';
export const SIDECAR_LABEL_VALUE = '1';
/** Annotation with the folder that a dashboard is listed in. */
export const FOLDER_ANNOTATION = 'grafana_folder';
