package org.healthdiary.app

import android.app.Application
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import android.os.SystemClock
import androidx.core.content.ContextCompat
import androidx.lifecycle.DefaultLifecycleObserver
import androidx.lifecycle.LifecycleOwner
import androidx.lifecycle.ProcessLifecycleOwner
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.DiaryTrouble

/** The process: pauses the diary when nobody looks, locks it when nobody comes back, and says that something waits. */
public class DiaryApplication : Application() {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

    /** What a person has set. */
    internal val preferences: Preferences by lazy { Preferences(this) }

    override fun onCreate() {
        super.onCreate()
        val notices = Notices(this, preferences)
        Bridge.of(this).background.arrived = { notices.somethingWaits() }
        ProcessLifecycleOwner.get().lifecycle.addObserver(Looking())
        val moved = IntentFilter(Intent.ACTION_TIMEZONE_CHANGED).apply { addAction(Intent.ACTION_TIME_CHANGED) }
        ContextCompat.registerReceiver(this, PhoneMoved(), moved, ContextCompat.RECEIVER_NOT_EXPORTED)
    }

    /** Whether somebody looks. */
    private inner class Looking : DefaultLifecycleObserver {
        private var leftMs = 0L

        override fun onStop(owner: LifecycleOwner) {
            leftMs = SystemClock.elapsedRealtime()
            if (preferences.lockAfter.isZero) act { shut() } else act { pause() }
        }

        override fun onStart(owner: LifecycleOwner) {
            val away = SystemClock.elapsedRealtime() - leftMs
            if (leftMs != 0L && away > preferences.lockAfter.toMillis()) act { shut() } else act { resume() }
            Bridge.of(this@DiaryApplication).background.waitAgain()
        }
    }

    private inner class PhoneMoved : BroadcastReceiver() {
        override fun onReceive(
            context: Context,
            intent: Intent,
        ) = act { phoneMoved() }
    }

    private fun act(what: suspend org.healthdiary.bridge.HealthDiary.() -> Unit) {
        scope.launch {
            try {
                Bridge.of(this@DiaryApplication).diary.what()
            } catch (_: DiaryTrouble) {
                // The door is shut then, and the screen that unlocks says why it does not open.
            }
        }
    }
}
