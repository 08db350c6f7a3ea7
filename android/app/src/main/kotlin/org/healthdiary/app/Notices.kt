package org.healthdiary.app

import android.Manifest
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.os.Build
import androidx.core.app.NotificationCompat
import androidx.core.app.NotificationManagerCompat
import androidx.core.content.ContextCompat
import androidx.core.content.getSystemService

/** What the phone says while nobody looks. It names no value, no kind and no person, on the lock screen or off it. */
internal class Notices(
    private val context: Context,
    private val preferences: Preferences,
) {
    private val manager = context.getSystemService<NotificationManager>()

    /** Something arrived while the diary was shut; once, however much came. */
    fun somethingWaits() {
        if (!preferences.notices || !areAllowed(context)) return
        val channel = NotificationChannel(CHANNEL, context.getString(R.string.notice_channel), NotificationManager.IMPORTANCE_LOW)
        manager?.createNotificationChannel(channel)
        val open =
            PendingIntent.getActivity(context, 0, Intent(context, MainActivity::class.java), PendingIntent.FLAG_IMMUTABLE)
        val notice =
            NotificationCompat
                .Builder(context, CHANNEL)
                .setSmallIcon(R.drawable.ic_mark)
                .setContentTitle(context.getString(R.string.notice_waits))
                .setVisibility(NotificationCompat.VISIBILITY_SECRET)
                .setContentIntent(open)
                .setAutoCancel(true)
                .build()
        manager?.notify(WAITS, notice)
    }

    companion object {
        private const val CHANNEL = "waiting"
        private const val WAITS = 1

        /** Whether the phone lets the app say it. */
        fun areAllowed(context: Context): Boolean =
            NotificationManagerCompat.from(context).areNotificationsEnabled() &&
                (
                    Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU ||
                        ContextCompat.checkSelfPermission(context, Manifest.permission.POST_NOTIFICATIONS) ==
                        PackageManager.PERMISSION_GRANTED
                )
    }
}
