<?xml version="1.0" encoding="UTF-8"?>
<!-- stops.xsl - fails when it runs: it ends itself with a message -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/"><xsl:message terminate="yes">no title given</xsl:message></xsl:template>
</xsl:stylesheet>
