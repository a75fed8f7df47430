<?xml version="1.0" encoding="UTF-8"?>
<!-- missing.xsl - must fail: what it imports is not there -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="none.xsl"/>
</xsl:stylesheet>
