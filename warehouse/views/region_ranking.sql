-- Question: where does a region stand in an indicator, among all of its level in the country and in its province?
-- One row for each region, indicator and year; rank 1 is the largest value, equal values share a rank.
-- Caveats: counts grow with population, a larger county has more cases; only regions whose reports give the figure
-- are ranked (`national_of`, `province_of` say how many), one alone has no rank; figures of different scope stand in one ranking: see `scope`.
-- Ask for an indicator and a year, that is quick; a region alone needs the ranking of everything.
CREATE OR REPLACE VIEW region_ranking AS
SELECT
    chosen.year,
    chosen.indicator_id,
    dim_indicator.name_zh,
    region.level,
    left(chosen.region_code, 2) || '0000' AS province_code,
    chosen.region_code,
    region.full_name AS region_name,
    region.name AS region_short,
    chosen.value,
    chosen.unit,
    chosen.qualifier,
    chosen.scope,
    CASE WHEN count(*) OVER (PARTITION BY chosen.year, chosen.indicator_id, region.level) > 1 THEN rank() OVER nation END
        AS national_rank,
    count(*) OVER (PARTITION BY chosen.year, chosen.indicator_id, region.level) AS national_of,
    CASE
        WHEN count(*) OVER (PARTITION BY chosen.year, chosen.indicator_id, region.level, left(chosen.region_code, 2)) > 1
            THEN rank() OVER province
    END AS province_rank,
    count(*) OVER (PARTITION BY chosen.year, chosen.indicator_id, region.level, left(chosen.region_code, 2)) AS province_of,
    chosen.report_id,
    chosen.fact_id
FROM indicator_chosen AS chosen
JOIN region_latest AS region ON region.code = chosen.region_code
LEFT JOIN dim_indicator ON dim_indicator.indicator_id = chosen.indicator_id
WINDOW
    nation AS (PARTITION BY chosen.year, chosen.indicator_id, region.level ORDER BY chosen.value DESC),
    province AS (
        PARTITION BY chosen.year, chosen.indicator_id, region.level, left(chosen.region_code, 2)
        ORDER BY chosen.value DESC
    );
COMMENT ON VIEW region_ranking IS '地区排名：某年某指标，在全国同层级、全省同层级中的位次；值最大者为第 1，同值同位';
COMMENT ON COLUMN region_ranking.year IS '报告所述年份（公历年）';
COMMENT ON COLUMN region_ranking.indicator_id IS '指标编号，见 dim_indicator';
COMMENT ON COLUMN region_ranking.name_zh IS '指标名称';
COMMENT ON COLUMN region_ranking.level IS '层级：province 省级，prefecture 地级，county 县级；只在同层级中排名';
COMMENT ON COLUMN region_ranking.province_code IS '所在省级行政区划代码';
COMMENT ON COLUMN region_ranking.region_code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN region_ranking.region_name IS '行政区划全称，取最近的名称';
COMMENT ON COLUMN region_ranking.region_short IS '行政区划本名，不带上级，如 通城县；各地有同名者，以代码为准';
COMMENT ON COLUMN region_ranking.value IS '所取数值，单位见 unit 列，同 indicator_series';
COMMENT ON COLUMN region_ranking.unit IS '数值的基本单位';
COMMENT ON COLUMN region_ranking.qualifier IS '数值的限定：exact over about at_least at_most，同 fact_indicator';
COMMENT ON COLUMN region_ranking.scope IS '口径：government 本级政府，region 全域，department 部门；看不出时为空';
COMMENT ON COLUMN region_ranking.national_rank IS '在全国同层级中的位次，从 1 起；只有一地时为空';
COMMENT ON COLUMN region_ranking.national_of IS '全国同层级中有该指标的地区数（个）';
COMMENT ON COLUMN region_ranking.province_rank IS '在全省同层级中的位次，从 1 起；只有一地时为空';
COMMENT ON COLUMN region_ranking.province_of IS '全省同层级中有该指标的地区数（个）';
COMMENT ON COLUMN region_ranking.report_id IS '数值出自的报告，见 report 表';
COMMENT ON COLUMN region_ranking.fact_id IS '数值的事实编号，见 fact_indicator';
