-- Question: does a city's figure hold the figures of its counties?
-- One row for each region with counties (or cities) below it, indicator and year, where it and at least one of them
-- report. Only counts and amounts add up; rates and measures are left out.
-- Caveats: a bound, not an equation. Where the upper figure covers the whole region (`upper_scope` region), the sum of the
-- lower ones cannot exceed it; counties that do not report are missing from the sum (`reporting` of `below`). A figure of
-- the city's own government need not hold its counties': `verdict` is own_only then.
CREATE OR REPLACE VIEW hierarchy AS
WITH placed AS (
    SELECT chosen.*, region.parent_code
    FROM indicator_chosen AS chosen
    JOIN dim_region AS region
      ON region.code = chosen.region_code
     AND chosen.year BETWEEN coalesce(region.valid_from, 0) AND coalesce(region.valid_to, 9999)
), summed AS (
    SELECT parent_code, indicator_id, year, sum(value) AS lower_sum, count(*) AS reporting,
           -- Sorted afterwards: an ordered aggregate sets up a sorter for each of its groups.
           list_sort(list({'region_code': region_code, 'value': value, 'fact_id': fact_id})) AS parts
    FROM placed
    SEMI JOIN indicator_chosen AS upper
      ON upper.region_code = placed.parent_code AND upper.indicator_id = placed.indicator_id AND upper.year = placed.year
    GROUP BY parent_code, indicator_id, year
), below AS (
    SELECT region.parent_code, told.year, count(*) AS below
    FROM (SELECT DISTINCT year FROM report WHERE year IS NOT NULL) AS told
    JOIN dim_region AS region
      ON told.year BETWEEN coalesce(region.valid_from, 0) AND coalesce(region.valid_to, 9999)
    GROUP BY region.parent_code, told.year
)
SELECT
    upper.region_code,
    region.full_name AS region_name,
    region.name AS region_short,
    region.level,
    upper.indicator_id,
    dim_indicator.name_zh,
    upper.year,
    upper.value AS upper_value,
    upper.unit,
    upper.qualifier AS upper_qualifier,
    upper.scope AS upper_scope,
    summed.lower_sum,
    summed.reporting,
    below.below,
    round(100 * summed.lower_sum / nullif(upper.value, 0), 2) AS lower_percent,
    CASE
        WHEN upper.scope IN ('government', 'department') THEN 'own_only'
        WHEN summed.lower_sum > upper.value AND upper.qualifier IN ('exact', 'at_most') THEN 'exceeds'
        WHEN summed.lower_sum > upper.value THEN 'unclear'
        ELSE 'within'
    END AS verdict,
    summed.parts,
    upper.fact_id
FROM summed
JOIN indicator_chosen AS upper
  ON upper.region_code = summed.parent_code AND upper.indicator_id = summed.indicator_id AND upper.year = summed.year
JOIN dim_indicator ON dim_indicator.indicator_id = upper.indicator_id AND dim_indicator.kind IN ('count', 'amount')
JOIN below ON below.parent_code = upper.region_code AND below.year = upper.year
LEFT JOIN region_latest AS region ON region.code = upper.region_code;
COMMENT ON VIEW hierarchy IS '上下级核对：某地的数与其下级各地之和；下级之和只是下限，并非等式';
COMMENT ON COLUMN hierarchy.region_code IS '上级的行政区划代码';
COMMENT ON COLUMN hierarchy.region_name IS '上级的行政区划全称';
COMMENT ON COLUMN hierarchy.region_short IS '行政区划本名，不带上级，如 通城县；各地有同名者，以代码为准';
COMMENT ON COLUMN hierarchy.level IS '上级的层级：province 省级，prefecture 地级';
COMMENT ON COLUMN hierarchy.indicator_id IS '指标编号，见 dim_indicator';
COMMENT ON COLUMN hierarchy.name_zh IS '指标名称';
COMMENT ON COLUMN hierarchy.year IS '报告所述年份（公历年）';
COMMENT ON COLUMN hierarchy.upper_value IS '上级所述数值，单位见 unit 列';
COMMENT ON COLUMN hierarchy.unit IS '数值的基本单位';
COMMENT ON COLUMN hierarchy.upper_qualifier IS '上级数值的限定：exact over about at_least at_most';
COMMENT ON COLUMN hierarchy.upper_scope IS '上级数值的口径：government 本级政府，region 全域，department 部门；看不出时为空';
COMMENT ON COLUMN hierarchy.lower_sum IS '有该指标的下级各地之和，单位见 unit 列';
COMMENT ON COLUMN hierarchy.reporting IS '有该指标的下级地区数（个）';
COMMENT ON COLUMN hierarchy.below IS '当年下级地区总数（个）';
COMMENT ON COLUMN hierarchy.lower_percent IS '下级之和占上级数的比例（%）';
COMMENT ON COLUMN hierarchy.verdict IS '判断：within 未超过，exceeds 下级之和超过上级，own_only 上级只计本级、不可比，unclear 上级非确数';
COMMENT ON COLUMN hierarchy.parts IS '下级各地的代码、数值、事实编号';
COMMENT ON COLUMN hierarchy.fact_id IS '上级数值的事实编号，见 fact_indicator';
