-- Question: is a region's figure usual among its peers, the regions of its level in its province?
-- One row for each region, indicator and year, with the spread of the group that it belongs to (itself included).
-- Caveats: only peers whose reports give the figure are in the group; below five of them quartiles mean little, and one alone has no
-- position.
CREATE OR REPLACE VIEW peer_group AS
WITH placed AS (
    SELECT chosen.*, region.full_name, region.name, region.level, left(chosen.region_code, 2) || '0000' AS province_code
    FROM indicator_chosen AS chosen
    JOIN region_latest AS region ON region.code = chosen.region_code
), spread AS (
    SELECT province_code, level, indicator_id, year, count(*) AS members, min(value) AS lowest, max(value) AS highest,
           quantile_cont(value, [0.25, 0.5, 0.75]) AS quartiles
    FROM placed GROUP BY ALL
)
SELECT
    placed.year,
    placed.indicator_id,
    dim_indicator.name_zh,
    placed.level,
    placed.province_code,
    placed.region_code,
    placed.full_name AS region_name,
    placed.name AS region_short,
    placed.value,
    placed.unit,
    spread.members,
    spread.lowest AS group_lowest,
    spread.quartiles[1] AS group_quarter,
    spread.quartiles[2] AS group_median,
    spread.quartiles[3] AS group_three_quarters,
    spread.highest AS group_highest,
    CASE
        WHEN spread.members = 1 THEN NULL
        WHEN placed.value < spread.quartiles[1] THEN 'low'
        WHEN placed.value > spread.quartiles[3] THEN 'high'
        ELSE 'middle'
    END AS position,
    placed.report_id,
    placed.fact_id
FROM placed
JOIN spread USING (province_code, level, indicator_id, year)
LEFT JOIN dim_indicator ON dim_indicator.indicator_id = placed.indicator_id;
COMMENT ON VIEW peer_group IS '同类比较：某地某年某指标，与同省同层级各地（含本地）的分布相比';
COMMENT ON COLUMN peer_group.year IS '报告所述年份（公历年）';
COMMENT ON COLUMN peer_group.indicator_id IS '指标编号，见 dim_indicator';
COMMENT ON COLUMN peer_group.name_zh IS '指标名称';
COMMENT ON COLUMN peer_group.level IS '层级：province 省级，prefecture 地级，county 县级';
COMMENT ON COLUMN peer_group.province_code IS '所在省级行政区划代码';
COMMENT ON COLUMN peer_group.region_code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN peer_group.region_name IS '行政区划全称，取最近的名称';
COMMENT ON COLUMN peer_group.region_short IS '行政区划本名，不带上级，如 通城县；各地有同名者，以代码为准';
COMMENT ON COLUMN peer_group.value IS '本地数值，单位见 unit 列，同 indicator_series';
COMMENT ON COLUMN peer_group.unit IS '数值的基本单位';
COMMENT ON COLUMN peer_group.members IS '同省同层级中有该指标的地区数（个），含本地';
COMMENT ON COLUMN peer_group.group_lowest IS '同类最小值，单位同 unit';
COMMENT ON COLUMN peer_group.group_quarter IS '同类下四分位数，单位同 unit';
COMMENT ON COLUMN peer_group.group_median IS '同类中位数，单位同 unit';
COMMENT ON COLUMN peer_group.group_three_quarters IS '同类上四分位数，单位同 unit';
COMMENT ON COLUMN peer_group.group_highest IS '同类最大值，单位同 unit';
COMMENT ON COLUMN peer_group.position IS '本地在同类中的位置：low 低于下四分位，middle 居中，high 高于上四分位；同类只有本地时为空';
COMMENT ON COLUMN peer_group.report_id IS '数值出自的报告，见 report 表';
COMMENT ON COLUMN peer_group.fact_id IS '数值的事实编号，见 fact_indicator';
