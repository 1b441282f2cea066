-- Question: how many per 10,000 inhabitants?
-- One row for each row of indicator_series that counts something (not of the region's profile, no amounts and rates), where a
-- report of the region tells 常住人口: that of the same year, or of the nearest within three (`people_year`, the earlier of two).
-- Caveats: the population is the reports' own word, seldom exact; few reports tell it, so the rows are no fair choice of regions.
-- A county government's own cases are divided by all who live in the county: see `scope`.
CREATE OR REPLACE VIEW per_inhabitants AS
SELECT
    series.region_code,
    series.region_name,
    series.region_short,
    series.level,
    series.indicator_id,
    series.name_zh,
    series.year,
    round(10000 * series.value / people.value, 4) AS per_10000,
    series.value,
    series.unit,
    series.qualifier,
    series.scope,
    people.value AS people,
    people.year AS people_year,
    series.report_id,
    series.fact_id,
    people.report_id AS people_report_id,
    people.fact_id AS people_fact_id
FROM indicator_series AS series
JOIN dim_indicator ON dim_indicator.indicator_id = series.indicator_id
JOIN (FROM indicator_series WHERE indicator_id = 'region.resident_population' AND value > 0) AS people
  ON people.region_code = series.region_code AND abs(people.year - series.year) <= 3
WHERE dim_indicator.kind = 'count' AND dim_indicator.theme <> 'profile'
QUALIFY row_number() OVER (
    PARTITION BY series.region_code, series.indicator_id, series.year ORDER BY abs(people.year - series.year), people.year
) = 1;
COMMENT ON VIEW per_inhabitants IS '每万常住人口：计数类指标除以报告所说的常住人口，每地、每指标、每年一行；没有说到人口的地区不列';
COMMENT ON COLUMN per_inhabitants.region_code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN per_inhabitants.region_name IS '行政区划全称，取最近的名称';
COMMENT ON COLUMN per_inhabitants.region_short IS '行政区划本名，不带上级，如 通城县；各地有同名者，以代码为准';
COMMENT ON COLUMN per_inhabitants.level IS '层级：province 省级，prefecture 地级，county 县级';
COMMENT ON COLUMN per_inhabitants.indicator_id IS '指标编号，见 dim_indicator';
COMMENT ON COLUMN per_inhabitants.name_zh IS '指标名称';
COMMENT ON COLUMN per_inhabitants.year IS '数字所说的年份（公历年）';
COMMENT ON COLUMN per_inhabitants.per_10000 IS '每万常住人口的数值，单位为 unit 列的单位/万人';
COMMENT ON COLUMN per_inhabitants.value IS '原数，单位见 unit 列，同 indicator_series';
COMMENT ON COLUMN per_inhabitants.unit IS '原数的基本单位';
COMMENT ON COLUMN per_inhabitants.qualifier IS '原数的限定：exact over about at_least at_most，同 fact_indicator';
COMMENT ON COLUMN per_inhabitants.scope IS '口径：government 本级政府，region 全域，department 部门；看不出时为空';
COMMENT ON COLUMN per_inhabitants.people IS '常住人口（人），照报告所说';
COMMENT ON COLUMN per_inhabitants.people_year IS '人口是哪一年的（公历年）：同年，或前后三年内最近者';
COMMENT ON COLUMN per_inhabitants.report_id IS '原数出自的报告，见 report 表';
COMMENT ON COLUMN per_inhabitants.fact_id IS '原数的事实编号，见 fact_indicator';
COMMENT ON COLUMN per_inhabitants.people_report_id IS '人口出自的报告，见 report 表';
COMMENT ON COLUMN per_inhabitants.people_fact_id IS '人口的事实编号，见 fact_indicator';
