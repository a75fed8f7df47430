<?xml version="1.0" encoding="UTF-8"?>
<!-- plain.xsl - writes a list as HTML, with parameters; it imports another one -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="part/words.xsl"/>
  <xsl:output method="html" encoding="UTF-8" indent="no"/>
  <xsl:param name="title"/>
  <xsl:template match="/list">
    <ul title="{$title}"><xsl:apply-templates select="item"/></ul>
  </xsl:template>
</xsl:stylesheet>
