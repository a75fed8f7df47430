# figures.R - the figures of this case by R: Rscript figures.R
# SPDX-License-Identifier: Apache-2.0
library(survival); library(cmprsk); options(digits=15)
D<-function(x)as.Date(x); now<-D('2026-12-31')
r<-read.csv(text='k,m,i,e,c
letter,h,2025-01-10,2025-06-09,1
letter,s,2025-01-20,2026-01-05,1
letter,h,2025-02-01,2025-05-02,2
letter,s,2025-02-10,2025-09-01,3
letter,h,2025-03-03,2026-12-31,0
letter,h,2025-04-01,2025-10-18,1
letter,s,2025-05-05,2026-02-20,1
letter,s,2025-06-01,2026-12-31,0
letter,h,2025-07-01,2026-03-28,1
letter,h,2025-09-15,2026-12-31,0
eio,h,2025-01-15,2025-04-25,1
eio,s,2025-02-01,2025-06-11,1
eio,h,2025-03-01,2025-04-30,1
eio,s,2025-04-01,2025-09-08,1
eio,h,2025-05-01,2026-12-31,0
eio,h,2025-06-01,2025-08-30,1
eio,s,2025-07-01,2025-11-03,1
eio,h,2025-08-01,2025-10-10,1')
r$t<-as.numeric(D(r$e)-D(r$i)); r$f<-factor(r$c,0:3)
for(k in c('eio','letter')){x<-r[r$k==k,]; f<-survfit(Surv(t,f)~1,data=x,id=seq_len(nrow(x)),conf.type='log-log'); F<-f$pstate[,2]
cat(k,min(f$time[F>=.5-1e-12]), min(f$time[which(f$upper[,2]>=.5)]), suppressWarnings(min(f$time[which(f$lower[,2]>=.5)])), summary(f,times=c(90,365),extend=T)$pstate[,2], 365-summary(f,rmean=365)$table[2,'rmean'], sqrt(colSums(residuals(f,times=365,type='auc')^2))[2],'\n')}
cat(survdiff(Surv(t,c==1)~k,data=r)$chisq, survdiff(Surv(t,c==1)~k+strata(m),data=r)$chisq,'\n')
print(cuminc(r$t,r$c,r$k)$Tests[1,]); print(cuminc(r$t,r$c,r$k,strata=r$m)$Tests[1,])
