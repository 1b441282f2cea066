-- What a figure without an indicator is.
-- A statement that names fact_indicator_unknown is repeated for the table of each report year.

ALTER TABLE fact_indicator_unknown ADD COLUMN outside VARCHAR;
COMMENT ON COLUMN fact_indicator_unknown.outside IS '目录之外的数字属于何类（seeds/outside_kinds.csv，如 money 金额、persons 人数、measures 制度措施数），unknown 未能说明；有指标时为空';
