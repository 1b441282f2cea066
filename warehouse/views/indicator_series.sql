-- Question: how did an indicator go over the years in a region?
-- One row for each region, indicator and year that the figures speak of; the value is chosen by the rules of indicator_candidate,
-- where the other figures of the report are to be had (join on region_code, indicator_id, year). Where the year's own report
-- gives none, the nearest later report that does has the say (`report_year` is then above `year`). What the last report that
-- speaks of the year anew says stands beside it (`restated_value`; all of them: indicator_restated). Figures over several years
-- are in indicator_span; figure_standing tells of each figure where it is. Changes are against the year before,
-- never over a gap, and null over a break of caliber (view caliber_break), between different scopes where both are
-- stated, and where one of the two figures covers only a part of its year.
-- Caveats: a report's figure is what its authors counted; `scope` null means that the text does not tell for whom.
CREATE OR REPLACE VIEW indicator_series AS
WITH retold AS NOT MATERIALIZED (
    SELECT
        *,
        row_number() OVER (PARTITION BY region_code, indicator_id, year ORDER BY report_year) AS place,
        row_number() OVER (PARTITION BY region_code, indicator_id, year ORDER BY report_year DESC) AS place_from_end
    FROM indicator_restated
), told AS NOT MATERIALIZED (
    SELECT *, year AS report_year FROM indicator_chosen
    UNION ALL BY NAME
    SELECT retold.* EXCLUDE (place, place_from_end)
    -- Not an ANTI JOIN: DuckDB takes the condition on a region to the right side of a LEFT JOIN, but not of that.
    FROM retold LEFT JOIN indicator_chosen AS own
      ON own.region_code = retold.region_code AND own.indicator_id = retold.indicator_id AND own.year = retold.year
    WHERE retold.place = 1 AND own.fact_id IS NULL
), paired AS (
    SELECT
        chosen.*,
        last.year AS last_year,
        last.value AS last_value,
        last.scope AS last_scope,
        datediff('day', last.period_start, last.period_end) AS last_days
    FROM told AS chosen
    LEFT JOIN told AS last
      ON last.region_code = chosen.region_code AND last.indicator_id = chosen.indicator_id AND last.year = chosen.year - 1
), compared AS (
    SELECT
        paired.*,
        caliber_break.indicator_id IS NOT NULL AS caliber_broken,
        paired.last_year IS NOT NULL
            AND caliber_break.indicator_id IS NULL
            AND coalesce(paired.last_scope = paired.scope, true)
            AND coalesce(abs(paired.last_days - datediff('day', paired.period_start, paired.period_end)) <= 1, true)
            AS comparable
    FROM paired LEFT JOIN (SELECT DISTINCT indicator_id, after_year FROM caliber_break) AS caliber_break
      ON caliber_break.indicator_id = paired.indicator_id AND caliber_break.after_year = paired.year
)
SELECT
    compared.region_code,
    region.full_name AS region_name,
    region.name AS region_short,
    region.level,
    compared.indicator_id,
    dim_indicator.name_zh,
    compared.year,
    compared.value,
    compared.unit,
    compared.qualifier,
    compared.scope,
    compared.period_start,
    compared.period_end,
    compared.check_status,
    compared.confidence,
    compared.judged,
    compared.quote,
    compared.last_value AS previous_value,
    compared.caliber_broken,
    CASE WHEN compared.comparable THEN compared.value - compared.last_value END AS change,
    CASE
        WHEN compared.comparable AND compared.last_value <> 0 AND dim_indicator.kind IS DISTINCT FROM 'rate'
        THEN round(100 * (compared.value - compared.last_value) / compared.last_value, 2)
    END AS change_percent,
    compared.candidates,
    compared.distinct_values,
    compared.lowest,
    compared.highest,
    compared.report_id,
    compared.fact_id,
    compared.report_year,
    restated.value AS restated_value,
    restated.quote AS restated_quote,
    restated.report_year AS restated_report_year,
    restated.report_id AS restated_report_id,
    restated.fact_id AS restated_fact_id
FROM compared
LEFT JOIN (FROM retold WHERE place_from_end = 1) AS restated
  ON restated.region_code = compared.region_code AND restated.indicator_id = compared.indicator_id
 AND restated.year = compared.year AND restated.report_year > compared.report_year
LEFT JOIN dim_indicator ON dim_indicator.indicator_id = compared.indicator_id
LEFT JOIN region_latest AS region ON region.code = compared.region_code;
COMMENT ON VIEW indicator_series IS '指标时间序列：每地、每指标、每年一行，一份报告给出多个数字时按既定规则取一个，其余见 indicator_candidate';
COMMENT ON COLUMN indicator_series.region_code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN indicator_series.region_name IS '行政区划全称，取最近的名称';
COMMENT ON COLUMN indicator_series.region_short IS '行政区划本名，不带上级，如 通城县；各地有同名者，以代码为准';
COMMENT ON COLUMN indicator_series.level IS '层级：province 省级，prefecture 地级，county 县级';
COMMENT ON COLUMN indicator_series.indicator_id IS '指标编号，见 dim_indicator';
COMMENT ON COLUMN indicator_series.name_zh IS '指标名称';
COMMENT ON COLUMN indicator_series.year IS '数字所说的年份（公历年）；多与报告年份相同，本年报告没有而后来的报告说到的，见 report_year';
COMMENT ON COLUMN indicator_series.value IS '所取数值，单位见 unit 列';
COMMENT ON COLUMN indicator_series.unit IS '数值的基本单位';
COMMENT ON COLUMN indicator_series.qualifier IS '数值的限定：exact over about at_least at_most，同 fact_indicator';
COMMENT ON COLUMN indicator_series.scope IS '口径：government 本级政府，region 全域，department 部门；看不出时为空';
COMMENT ON COLUMN indicator_series.period_start IS '数字所涵盖时期的首日';
COMMENT ON COLUMN indicator_series.period_end IS '数字所涵盖时期的末日（含当日）';
COMMENT ON COLUMN indicator_series.check_status IS '核对结果：consistent 相符，inconsistent 不符；无从核对时为空';
COMMENT ON COLUMN indicator_series.confidence IS '把握（0 至 1 的比例）';
COMMENT ON COLUMN indicator_series.judged IS '人的判断：right 所读为是，changed 已改为所判；未经判断时为空';
COMMENT ON COLUMN indicator_series.quote IS '原文中的数字，照原文';
COMMENT ON COLUMN indicator_series.previous_value IS '上一年所取数值；上一年无值时为空';
COMMENT ON COLUMN indicator_series.caliber_broken IS '与上一年之间是否有口径断点，见 caliber_break';
COMMENT ON COLUMN indicator_series.change IS '比上一年的增减量，单位同 unit（比率为百分点）；隔年、口径断点、口径或时期不同的为空';
COMMENT ON COLUMN indicator_series.change_percent IS '比上一年的增减幅度（%）；比率不计，其余同 change';
COMMENT ON COLUMN indicator_series.candidates IS '候选数字的个数（个），见 indicator_candidate';
COMMENT ON COLUMN indicator_series.distinct_values IS '候选数字中不同数值的个数（个）；大于 1 时请核看各候选';
COMMENT ON COLUMN indicator_series.lowest IS '候选数字中的最小值';
COMMENT ON COLUMN indicator_series.highest IS '候选数字中的最大值';
COMMENT ON COLUMN indicator_series.report_id IS '所取数值出自的报告，见 report 表';
COMMENT ON COLUMN indicator_series.fact_id IS '所取数值的事实编号，见 fact_indicator';
COMMENT ON COLUMN indicator_series.report_year IS '所取数值出自哪一年度的报告（公历年）；晚于 year 的，是后来的报告所说';
COMMENT ON COLUMN indicator_series.restated_value IS '更晚的报告重述此年的数值，有多份时取最晚者，单位同 unit；没有时为空';
COMMENT ON COLUMN indicator_series.restated_quote IS '重述的数字，照原文';
COMMENT ON COLUMN indicator_series.restated_report_year IS '重述者是哪一年度的报告（公历年）';
COMMENT ON COLUMN indicator_series.restated_report_id IS '重述此数的报告，见 report 表';
COMMENT ON COLUMN indicator_series.restated_fact_id IS '重述的事实编号，见 fact_indicator';
