-- Who reports and whether it is a report at all: the evidence that was heard; zones and what they lie in; addresses of reports that are known.

ALTER TABLE report ADD COLUMN parent_code VARCHAR;
ALTER TABLE report ADD COLUMN region_evidence VARCHAR;
ALTER TABLE report ADD COLUMN kind_evidence VARCHAR;
COMMENT ON COLUMN report.parent_code IS '开发区、新区（level 为 zone）及其部门所在地的行政区划代码；其余和不明的为空';
COMMENT ON COLUMN report.region_evidence IS '地区和层级的证据（JSON 数组，分量重的在前）：position 在何处，weight 分量，said 原文，region_code 所指之地，kind 哪类单位，verdict 与所取的关系：agrees 相符，contradicts 相左，silent 未采用，level 据以定层级；由旧版规则读入的为空';
COMMENT ON COLUMN report.kind_evidence IS '像与不像一份报告的证据（JSON 数组）：side 为 for 或 against，name 是什么，weight 分量，quote 原文；由旧版规则读入的为空';
COMMENT ON COLUMN report.level IS '报告主体的层级：province 省级，prefecture 地级，county 县级，township 乡级，department 部门，zone 开发区、新区等（没有自己的区划代码）；看不出时为空';
COMMENT ON COLUMN report.report_id IS '报告编号：区划代码-年份[-department|-township|-zone][-序号]，如 410928-2023；开发区用其所在地的代码；不明之处写 unknown；重跑、重新解析不变';
COMMENT ON COLUMN report.region_name IS '行政区划全称，自省级写起，如 河南省濮阳市濮阳县；开发区为其所在地全称加本名；看不出时为空';

CREATE TABLE dim_known_report (
    address VARCHAR NOT NULL,
    region_code VARCHAR,
    level VARCHAR NOT NULL,
    year SMALLINT,
    kind_of_body VARCHAR NOT NULL,
    seen_on DATE NOT NULL
);
COMMENT ON TABLE dim_known_report IS '已知的报告网址，取自 seeds/known_reports.csv，不含正文；是否已抓取见视图 obligation';
COMMENT ON COLUMN dim_known_report.address IS '网址';
COMMENT ON COLUMN dim_known_report.region_code IS '行政区划代码，GB/T 2260 六位数字；部委、开发区和看不出的为空';
COMMENT ON COLUMN dim_known_report.level IS '报告主体的层级，同 report.level';
COMMENT ON COLUMN dim_known_report.year IS '报告所述年份（公历年）；看不出时为空';
COMMENT ON COLUMN dim_known_report.kind_of_body IS '哪类单位：government 政府，department 部门，township 乡镇街道，zone 开发区，ministry 国务院部门';
COMMENT ON COLUMN dim_known_report.seen_on IS '见到该网址的日期';
