<?xml version="1.0" encoding="UTF-8"?>
<!-- outside-http.xsl - must fail: it includes from the network -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:include href="http://127.0.0.1/x.xsl"/>
</xsl:stylesheet>
